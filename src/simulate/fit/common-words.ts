/**
 * Words that are right however rarely they are written: everyday English that is one letter from another word, and
 * every word of the product's own tables. A rare word among these is no slip.
 */
import { USUAL } from '../perturbations/index.ts'

const EVERYDAY = `
able about above accept access account across actual actually added address advance advice advise affect after afternoon again
ahead alive allow almost alone along already also although always amount angry another answer anyone anything anyway apart apply
area around arrive asked asking assist aunt available away awake aware awful baby back badly ball band bank bare base based bath beach
bean bear beat beer been before began begin behind being belt best better between beyond bill bird birth black blank blue board boat body
bold bone book booked booking books boot born both bought bound bowl branch brand bread break brief bring broad broke broken brother
brought brown build burn busy buying cake call called calling calls calm came cancel cannot card care careful cars case cash cause
chain chair chance change changed charge cheap cheaper check checked cheese chest child choice choose chose clean cleaned cleaner cleaning clear
clearer client clinic clock close closed closer closing coach coast coat code coffee cold come comes coming common cool copy corn
corner correct cost costs couch could couple course cover crack cream credit crown cure cute daily damage dance dare dark date daughter dead
deal dear deep delay desk dial died diet dinner direct dirty doctor does doing done door double doubt down drain dress drink drive drop dropped
during each early earn easier easy eating edge else email empty end ended enjoy enough enter entry even event ever every exact exactly except
expect extra eyes face fact fail fair fall family fare farm fast father fault favor fear feel feeling fees feet fell felt fever file fill
filled filling find fine finish fire firm fish fixed flat flew flight floor flow food foot force forget form forms found free fresh friend
from front fruit full fully fund funny gain game gate gave general gets getting gift girl give given giving glad glass goes going gold gone good
great green ground group grow grown guess guest gums guys hair half hall hand hang happen happy hard hardly hate have having head health hear
heard heart heat heavy held hell hello help helped here hers hide high hill hire hold hole home honest hope hoping horse hospital host hotel
hour hours house housing huge human hundred hurry hurt hurts husband idea inform inside into issue issues item items itself join joint
jump just keep keeping kept kids kind king knew know known land large last late later laugh lead learn least leave leaving left legs less
lesson letter letting level life lift light like liked likely line link list listen little live lived lives living load local long longer look
looked looking lose loose lost lots loud love loved lovely low lower luck lucky lunch made mail main make makes making male many mark market
match mate math matter maybe meal mean means meant meat medical meet meeting member mention menu message middle might mile milk mind mine
minor minute minutes miss missed missing mixed model moment money month months mood moon more morning most mother mouth move moved movie
moving much must myself name named names near nearly neck need needed needs neither never news nice noise none noon nope normal nose note
noted nothing notice number nurse offer office often older once ones only onto open opened opening option orange order ordered other others
ought ours outside oven over owner pack page paid pain paint pair paper park parking part parts party pass passed past paste path
patient pause payment peace people perfect perhaps phone photo pick picked picture piece pink pizza place places plain plan plane plant
plate play please plenty plus point poor possible post pound power prefer present press pretty price prices prime print prior private prize
problem process proper provide public pull pulled purple push putting queen question quick quickly quiet quit quite race rain raise ranch range rare
rate rates rather reach read reading ready real really reason receive recent record refer refund regular related remind rent reply request reserve
rest result return review rice rich ride right ring rise road rock roll room rooms root rose round route rule rules running rush safe said
sale salon same sand sauce save saved saving saying says scan scare school score seat seats second seem seems seen self sell send sense sent
series serious serve served service session set seven several shall shape share sharp sheet shift ship shirt shock shoe shoes shop short shot should
show showed shower shown shows shut sick side sight sign signed similar simple simply since single sister site sits size skin sleep slight slot
slow slowly small smart smell smile snow soap social soft sold some someone son song soon sore sorry sort sound soup south space spare speak
special specific speed spell spend spent split spoke sport spot spread spring staff stage stand star start started state states station
stay steak steam steel step still stock stomach stone stood stop stopped store story straight strange street stress strict strong stuck study
stuff style such sudden sugar suit suits summer super support supper supply suppose sure surely surface sweet swell swim table take taken takes
taking talk tall taste taught team tear tell telling tells tent term test text than thank thanks that their them then there therefore these
they thick thin thing things think thinking third this those though thought three threw through throw thus tick ticket tight tile till
time times tiny tire tired title told tone tongue took tool tooth teeth torn total touch tough tour towards town track trade train trap travel
treat treated tree trial tried trip trouble truck true trust truth trying turn turned twice type under unit unless until update upon upper
upset urgent used useful user uses using usual value various very video view visit visits voice vote wait waited waiting wake walk walked wall want
wanted wanting wants ward warm warn wash waste watch water ways weak wear weather week weeks weight well went were west what wheat wheel when
where whether which while whole whom whose wide wife will wind window wine winter wipe wire wise wish wished wishing with within without woke woman
women wonder wood word words wore work worked working works world worn worry worse worst worth would wound wrap write writing wrong wrote
acting action acts alarm amazing array arts aside assume atom auto bake barn bass batch bath beam beast beef bell belly bench bend bike bind bite
blame blank blast bleed bless blind block bloom blow blur boil bolt bomb bore boring boss bother bowling brain brake brave breeze brick bride bright
brush buck bulb bulk bull bump bunch bunk burst bush butter button cabin cable camp candle candy carry carve casting catch cater cattle cell
cellar charm chart chat chase cheer chef chess chew chief chili chill chin chip chips choir chunk civil claim clap class clerk click cliff climb cling clip cloth cloud
clown club coal coin cola colder collar comic cone cook cooking cookie cope cord core couch cough count country court cousin cow craft crash crazy creek crew crime crisp
crop cross crowd cruel crush cube cuff curb curl curry curse curve cycle dancing dawn debt decade deck deny desert dessert dip dish dive dock doll dozen draft
drag drama draw dream drift drill drum dry duck dull dump dust dusty duty dying eager ears east edit eighth elder elect elite enemy entire equal error essay fade
faint faith fake fancy fans fatal fence fern ferry fever fight fist flag flame flare flash flavor fleet flesh flip float flock flour flower fluid flush foam focus fold folk fond font
fork fort forth fortune foul frame frank freeze fries frost frozen fuel gallery gang gap garage garden garlic gear gentle giant ginger glove glow glue goal goat golf grab grace grade grain
grand grape grass grave gravy greek grey grill grin grip gross guard guide guilt habit ham hammer handle harm harsh hatch hate haul hawk heal heap heel herb hero
hint hips hobby hood hook horn hose hot hug hunt ice icon idle inch ink iron island jail jam jaw jeans jelly jet jewel joke judge juice jury kick kill kiss knee knife knit knock
lace ladder lady lake lamb lamp lane lap laser latch lawn layer lazy leaf leak lean leaning leap leather legal lemon lend lick lid lime limit lion lips liver loaf loan lobby lock lodge
logo lord lorry loves lung mad magic maid mall manage mango maple march mask mass master mate mayor maze melon melt mercy merit merry mess metal meter middle mild mint mist mix
mobile mode mold mole mount mud mug muscle museum music myth nail nasty native navy neat nerve nest nine noisy north novel nuts oak oath ocean odd oil olive onion opera oval pace
pad pal pale palm pan panel panic pants park pasta patch pay peach peak pear pearl pen pepper pet piano pie pile pilot pin pine pipe pitch pit plague plain plates plating plot plug plumb
poem poet pole polish poll pond pony pool pop pork port pose post pot pour praise pray prince probe prom prompt proof proud prove pub pump pupil pure push rack radio rage
raid rail ramp rank rap rapid rat raw rays razor rebel relax relay rely renew repair repeat rescue rib ribs rider rifle rip ripe risk river roast rob robe robot rod rope rough row royal
rub ruby rug ruin rumor rural sack sad saddle sail sake salad salt sauce scale scar scary scene scent scope screen screw seal seed seek seize senior shade shadow shake shame shaped
shark shave shed sheep shell shine shiny shore shout shrimp sink sip sir sketch skill skip skirt sky slam slap slice slide slim slip slope smash smoke smooth snack snake sock soda sofa soil
solar solid solve sour spa spice spicy spin spine spirit spite spoon spots spray square squid stable stack stain stairs stake stale stall stamp stare staring stark starring steal steep
stem stick sticky stiff sting stir stolen stool storm stove strap straw stream strip stroke sum sun sunny surf sushi swap swear sweat sweep swift swim swing sword syrup tackle tail
tale tank tap tape task tax tea teach tease temple tempt tend tennis tense theft theme thief thigh thorn thread threat throat thrill thumb tide tidy tie timber tin tips toast
toe tomato toss tower toy trace tray trend tribe trick trim troop trunk tub tube tuna tune tunnel twin twist ugly uncle union unite upset urban urge usage vague valid valley van vase
vast veil vein vest vet vine virus vital vivid vocal void wage waist wallet wander warmer warn wax wealth weapon wedding weed weekend whale whip whisper wicked width wild willing wing
winner wiped wiring wit witch wolf wool worm wrist yard yeah year years yell yellow yesterday young your yours yourself zone
`

/** Every word that is taken as right without having been seen. */
export const commonWords: ReadonlySet<string> = new Set(
  [...EVERYDAY.trim().split(/\s+/), ...Object.keys(USUAL), ...Object.values(USUAL)].map((word) => word.toLowerCase()),
)

/**
 * The turns of phrase by which agents show what they are doing, in English.
 *
 * General phrases only; nothing here names a trade, a product or a data set. Each pattern is read
 * against one sentence in lower case, and all are linear.
 */

const DONE =
  'booked|reserved|scheduled|purchased|bought|confirmed|cancell?ed|cancelled|created|added|sent|transferred|changed|updated|moved|rescheduled|set|set up|placed|made|arranged|completed?|processed|registered|submitted|ordered|paid|issued|refunded|removed|started|opened|raised|logged|saved|rented|verified|fixed|acquired|settled|finished|secured|filed|finali[sz]ed|initiated|shared|done|successful|in place|activated|signed|played|turned'
const ACTION =
  'book|reserve|schedule|purchase|buy|confirm|cancel|create|add|send|transfer|change|update|move|reschedule|set|place|make|arrange|complete|process|register|order|refund|play|get|find|secure|share|start|pay|rent|put|try|proceed|go ahead|have|do'

/** Something was done, said as a fact. Whether it is meant so is decided in `isClaim`. */
export const CLAIMS = new RegExp(
  [
    String.raw`\b(?:i|we)(?:'ve| have| just|'ve just| have just)?(?: now| also| already| successfully)* (?:was able to |were able to |managed to )?(?:successfully )?(?:booked|reserved|scheduled|purchased|bought|confirmed|cancell?ed|created|added|sent|transferred|changed|updated|moved|rescheduled|made|arranged|completed|processed|registered|submitted|ordered|paid|issued|refunded|removed|started|initiated|secured|shared|placed|finali[sz]ed|signed|opened|raised|filed|logged|saved|rented|acquired|obtained|passed (?:it|this|that|your \w+|the \w+) on|forwarded|recorded|reported|escalated|left (?:a|the|your) (?:message|note)|taken (?:it |that |this )?down|written (?:it |that |this )?down|got(?:ten)? (?:it|that|your?|the)|set (?:up |the |your |an? ))`,
    String.raw`\b(?:i|we) (?:was|were) able to (?:successfully )?(?:${ACTION})`,
    String.raw`\b(?:has|have|had|was|were|is|are|got|gets|been|'s|'re) (?:now |all |also |already |been |being |just |successfully |fully |officially )*(?:${DONE})\b`,
    String.raw`\b(?:is|are|was|were|has been|have been) (?:a )?(?:now )?(?:success|success?ful)\b`,
    String.raw`^(?:(?:ok(?:ay)?|great|perfect|alright|all right|sure|yes|thank you|thanks|good news|excellent|wonderful|awesome|certainly|congratulations)[,.! ]+)*(?:(?:it's |it is |that's |all )?(?:done|booked|all set|confirmed|reserved|scheduled|cancell?ed)|(?:the |your )?\w+(?: \w+)? (?:successful|confirmed|complete|completed|booked|reserved|made|scheduled|purchased|done|sent|cancell?ed|created|added|started)(?: successfully)?)[.! ]*$`,
    String.raw`\byou(?:'re| are) (?:now |all )?(?:all set|set|booked|reserved|confirmed|scheduled|good to go|done)\b`,
    String.raw`\b(?:now playing|playing now|started playing|started to play|playing has|starting now|is starting|has started|have started|(?:movie|song|music|video|film|it) is (?:now )?(?:playing|started)[.! ]*$)|^enjoy (?:the|your) (?:movie|song|music|show|film|video)\b`,
    String.raw`\b(?:is|are|'s) (?:now )?(?:on (?:the|its|their|your) way|en ?route)\b`,
    String.raw`\bsuccessfully (?:\w+ed|made|bought|sent|set|done|paid)\b|\b\w+ed successfully\b|^(?:\w+[,.!] )?(?:booked|reserved|added|cancell?ed|confirmed|scheduled|sent|done)\b(?!.*\?)`,
    String.raw`\byou(?:'ve| have)(?: now| just| successfully)* (?:booked|reserved|purchased|bought|got (?:a |your )?(?:successful )?(?:reservation|booking|ticket))\b`,
    String.raw`\b(?:will|should) (?:\w+ )?(?:receive|get|be getting|be receiving) (?:an? )?(?:\w+ )?(?:confirmation|email|receipt)\b`,
  ].join('|'),
)

/** Words that take a claim back: it is a question, a plan, a condition, a negation or somebody's report. */
export const NOT_CLAIMED =
  /\b(?:not|never|unable|cannot|once|if|when|before|after|until|unless|would|will be|should be|can be|could be|may be|might be|you (?:said|mentioned|told)|unsuccessful|failed|no)\b|n't\b/

export const FAILS = new RegExp(
  [
    String.raw`\b(?:unable|not able|unsuccessful|failed|failing|fails|fail|failure|declined)\b`,
    String.raw`\b(?:was|were|is|has|have|did|do|does)(?:n'?t| not) (?:been )?(?:able|successful|possible|available|complete|completed|manage|managed|go through|booked|confirmed|scheduled|made|reserved|purchased|work|succeed|seem|find|see|show|have an? (?:opening|availability))\b`,
    String.raw`\b(?:can't|cant|can ?not|could ?not|could ?n'?t|couldn'?t) (?:\w+ ){0,2}?(?:${ACTION}|be|access|locate|fix|look|see|help)\b|\b(?:got|was|is|there's) an error\b|\bnothing (?:for|at|in) (?:that|this)\b`,
    String.raw`\b(?:no longer|not|isn't|aren't|is not|are not|wasn't|weren't|un) ?(?:currently )?available\b|\bunavailable\b|\bnothing (?:else|available|more)\b`,
    String.raw`\bno (?:other|more|further|available|such|matching|additional|rooms?|seats?|tickets?|openings?|slots?|tables?|availability|appointments?|results?|others?)\b`,
    String.raw`\b(?:there (?:was|is|has been|were|seems to be)|had|have|having|encountered|ran into) (?:\w+ )?(?:an? |some )?(?:\w+ )?(?:problem|issue|error|trouble|difficult\w*)\b`,
    String.raw`\bsomething went wrong\b|\bdid(?:n't| not) (?:work|go through|succeed)\b|\bnot (?:be )?(?:possible|feasible)\b|\bfully booked\b|\bsold out\b|\b(?:already|been) (?:taken|booked up)\b|\b(?:don't|do not|doesn't|does not) (?:currently )?have (?:any|an?|that|availability|openings)\b`,
    String.raw`\b(?:there )?(?:are|is|was|were)(?:n'?t| not) (?:any|an?|another)\b|\bdo(?:es)?(?:n'?t| not) have (?:any|another)\b|\b(?:did|do)(?:n'?t| not) (?:find|see|get)\b`,
  ].join('|'),
)

/** The agent may not, or does not, do such things: a rule, not a mishap. */
export const REFUSES =
  /\b(?:(?:not|n't) (?:allowed|permitted|authori[sz]ed)|against (?:our|my|the) (?:policy|rules)|(?:i'm|i am|we're|we are) (?:not able|unable) to (?:help|assist|discuss|share|disclose|provide)|(?:can't|cannot|can not|won't) (?:help|assist|discuss|share|disclose|provide|do that|give|offer)|(?:our|the) policy (?:does not|doesn't)|outside (?:of )?(?:what|my)|only (?:help|assist) with|don't (?:offer|do|provide|handle|have that))\b/

export const PROMISES =
  /\b(?:(?:i|we)(?:'ll| will| am going to|'m going to| shall)|let me|(?:someone|somebody|(?:a|our|the) \w+(?: \w+)?) will) (?:now |just |then |also |be )?(?:look|check|book|get|send|call|contact|follow|escalate|pass|forward|email|reach|process|have|make|try|see|find|arrange|take|investigate|be in touch|ask|do|go ahead|pull|put|proceed|text|issue|raise)\b|\b(?:one|just a) (?:moment|minute|second|sec)\b|\bhang on\b|\bbear with me\b|\bgive me a\b/

export const HANDS_OFF =
  /\b(?:transfer(?:r?ing)?|connect(?:ing)?|hand(?:ing)?|put(?:ting)?|loop(?:ing)?|pass(?:ing)?|forward(?:ing)?|escalat(?:e|ing|ed)|put(?:ting)?) (?:you|this|your \w+|the \w+|it)? ?(?:over |on |in |through |along )*(?:to|with) (?:an? |the |our |one of our |someone|somebody|my )(?:\w+ ){0,3}?(?:agent|person|human|colleague|team|representative|rep|specialist|advisor|adviser|manager|supervisor|operator|staff|desk|member|someone)\b|\b(?:an? |our )(?:human|live|real) (?:agent|person|representative|colleague) (?:will|is going to)\b|\btransferring you\b/

export const LOST =
  /\b(?:(?:did|do|could)(?:n't| not) (?:quite )?(?:understand|catch|get that|follow|recogni[sz]e)|(?:not|n't) sure (?:i understand|what you mean|i follow)|(?:can|could) you (?:please )?(?:rephrase|repeat|say that again|clarify)|what do you mean|don't know what you mean|please rephrase|try (?:again|rephrasing)|not (?:quite )?understood)\b/

export const REQ_MORE =
  /\b(?:(?:any|some)(?: ?thing| ?one| ?where)? ?(?:else|more|further|additional|other)\b(?!.{0,25}\b(?:available|in mind|flights?|movies?|events?|matching|suitable|option)\b)|anythin|what else|(?:need|want|like|require) (?:any |some |my |further |more |other |additional )*(?:help|assistance|information|info)\b|(?:help|assist|service) (?:to )?you ?(?:out |up )?(?:with|further|again|any|in|more|today|now|else|by)|(?:further|more|other|additional) (?:help|assistance|assist|info\w*|questions?|quer\w+)|further (?:assist|help)|assist (?:you )?further|(?:can|could|may|shall|should) i (?:do|help|assist|be of|serve|get you)\b(?:.{0,30}\b(?:anything|something|else|more|help|you|further|service|assistance|today)\b|\?)|will that be all|is that (?:all|everything|it)\b|that (?:all|be all)|other (?:help|things?)|of (?:any )?(?:more |further |other )?(?:assistance|help|service)\b(?=.*\?))/

export const GOODBYE =
  /\b(?:good ?bye|bye|take care|see you|so long|farewell|(?:have|hope|wish|enjoy)\b.{0,50}\b(?:day|night|evening|afternoon|morning|time|weekend|week|trip|stay|flight|journey|ride|visit|meal|show|movie|event|game|music|concert|one|travels?|blast|fun|life|rest|there|safe|yourself|dinner|lunch|dining|it)|safe travels?|travel safe|enjoy|good ?(?:night|day|luck)|until next time|cheers|be well|stay safe)\b/

export const COURTESY =
  /^(?:(?:you're|you are|your|ur|most|very) (?:very |most |always )?welcome|(?:it's |it was |it is )?(?:my|a|our|always a) pleasure|no (?:problem|worries)|any ?time|(?:i'm |i am |we're )?(?:glad|happy|pleased) .*|thank(?:s| you)(?: (?:so|very) much| a lot)?(?: for [\w' ]{1,60})?|ok(?:ay)?|sure(?: thing)?|alright|all ?right|great|perfect|welcome|wonderful|got it|certainly|of course|absolutely|understood|no|yes|very well|awesome|excellent|cool|sounds good|good|nice|super|fine|not at all)[.,! ]*$/

export const GREETS =
  /\b(?:how|what) (?:can|may|could) (?:i|we) (?:help|assist|do)\b(?!.*\b(?:else|more|further|other)\b)|\bwhat brings you\b|^(?:hi|hello|hey|good (?:morning|afternoon|evening)|welcome to|greetings)\b|\bhow (?:can|may) i (?:help|assist) you\b/

export const CONFIRMS = new RegExp(
  [
    String.raw`\b(?:please|kindly|pls|can you|could you|just|to|let me|let's|i'd like to|i want to|need to|need you to|like to|you|and|will you) (?:please |just |you |quickly |re-?)*(?:re-?)?(?:confirm|verify|double[ -]?check|clarify|make sure|recap|review|go over)\b`,
    String.raw`^(?:(?:ok(?:ay)?|alright|all right|sure|great|perfect|so|and|got it|well|right|very well|certainly|of course)[,.! ]+)*(?:please |just )?(?:confirm|confirming|verify|verifying|recap|to recap|recapping|to summari[sz]e|to be clear|summari[sz]ing)\b`,
    String.raw`\bjust to check\b|^(?:\w+[,.!] )?to check\b|\b(?:confirm|verify) (?:that|the following|these|this|your|the details|the below|if|me)\b`,
    String.raw`\b(?:is|are|was|if|does|do|did) (?:this|that|it|these|those|they|everything|all(?: of)?(?: this| that| it| these)?|the(?:se)? (?:details|information|info))(?: all| everything| info\w*| details?)? ?(?:sound|look|seem|be|are|is)?s? ?(?:all )?(?:to be )?(?:correct(?:ly)?|right|accurate|alright|all right)\b`,
    String.raw`[,.] ?(?:right|correct|yes|ok(?:ay)?|is it|yeah|am i right|i'm right|alright)\?$`,
    String.raw`\b(?:correct|am i right)\s?\?$|\b(?:did|do) i (?:get|have) (?:that|this|it|everything|all)\b|\bis that what you (?:want|need)\b`,
    String.raw`\b(?:let me see if|make sure|want to (?:be|make) sure|if i (?:remember|understand|got|have)|if i'm not mistaken|as i understand|just to be (?:clear|sure|certain)|for confirmation|(?:give|need|want|require)(?: me)?(?: your)? confirmation|kindly ensure|please (?:check|ensure)|(?:booking|here are the|these are the) details|here's what i have)\b`,
    String.raw`\b(?:the )?following (?:details|information|info)\b`,
  ].join('|'),
)

/** A statement about what the customer wants or the agent is about to do: a read-back without a question mark. */
export const READS_BACK =
  /^(?:(?:ok(?:ay)?|alright|all right|sure|great|perfect|so|and|got it|well|right|very well|certainly|of course|understood|no problem|thanks|thank you|yes|fine|good|then|now)[,.!: ]+)*(?:(?:so )?(?:you(?:'re| are|'d| would|'ll| will| want| need| wish| wanted| like)\b(?! (?:scheduled|may|might|able))|do you want(?! (?:an?|the|some|any)\b)|did you want|i(?:'m| am|'ll| will) (?:now |going to |be )?(?:book|reserv|schedul|play|purchas|buy|mak|rent|add|set|gett|shar|send|transfer|hav|find)|we(?:'re| are) \w+ing|to clarify|(?:the )?same details)|(?:book|buy|reserv|schedul|play|purchas|mak|rent|add|sett|gett|shar|send|transfer|pick)(?:ing|e|)\b)/

export const OFFERS = new RegExp(
  [
    String.raw`\b(?:how|what) about\b`,
    String.raw`\bthere(?:'s| is| are| was| were|'re)\b`,
    String.raw`\b(?:i|we)(?:'ve|'d| have| just|'ve got| have got)?(?: also| only)? (?:found|have|see|got|located|recommend|suggest|can (?:suggest|recommend|offer|get)|could (?:get|offer|try)|would (?:recommend|suggest)|do have|came across|short ?listed)\b`,
    String.raw`\b(?:do|would|might|may|could|will) you (?:also )?(?:be |care |perhaps |maybe )*(?:like|want|prefer|interested|care for|care to|enjoy|consider|ok with|okay with|fine with|mind)\b`,
    String.raw`\b(?:you(?:'d| would)? (?:might|may|will|could|can|would)|you'll) (?:be |also |really |want to )*(?:like|interested|enjoy|try|consider|love|want|check|find|prefer|take)\b`,
    String.raw`\b(?:may i|can i|could i|let me|i'd|i would) (?:suggest|recommend|offer|interest)\b|\brecommend(?:ed|ation)?\b|\bsuggest(?:ion)?\b`,
    String.raw`^(?:maybe |perhaps |then |okay,? |ok,? |also |well,? |or )?(?:try|check out|consider|what do you think)\b`,
    String.raw`\b(?:how|what) (?:does|do|would) (?:that|this|it|these|\w+(?: \w+){0,8}) (?:sound|think|look)\b|\bwhat do you think\b|\binstead\b|\bwould (?:that|this|it) (?:work|interest|suit|be)\b|\binterest(?:s|ed)? (?:you|in)\b`,
    String.raw`\b(?:one (?:is|of|such|option)|option|another|next(?: one)?|first one|includ(?:es|ing)|such as|called|named|listing|result|results|match(?:es|ing)?|available|opening)\b`,
  ].join('|'),
)

/** An action is put forward: `Would you like me to book it?` */
export const PROPOSES = new RegExp(
  String.raw`\b(?:(?:would|do|did|will) you (?:like|want|wish|need|prefer|care)(?: for)?(?: me)? (?:to |help (?:to |with )?|me )?(?:go ahead|proceed|continue|(?:now |also |to )?(?:${ACTION}|keep|look|check|search|finish|watch|see|hear|listen|stay|visit|pick|view|attend))|(?:shall|should|can|may|could|must|will|whether) i (?:need to |have to )?(?:go ahead|proceed|continue|now |also |just |try |attempt )*(?:to |and )?(?:${ACTION}|keep|look|check|search|finish|continue)|are you (?:ready|looking|wanting|interested|planning) (?:to|in)|want (?:me )?to|(?:are you )?interested in \w+ing|\bwanna\b|how about (?:getting|booking|buying|i )|(?:any|an?) (?:reservation|booking|tickets?|appointment))\b`,
)

/** A question word where a question begins, not where a relative clause does (`a bus which leaves`). */
export const QUESTION_WORD =
  /(?:^|[,;:.!-]\s*|\b(?:and|or|but|so|also|plus|then|know|me|us|ask|please|specify|provide|choose|in|on|at|for|from|to|by|with|until|till|of|about|ok|okay|sure|that is|hmm|yes)\s+)(?:what|which|when|where|who|whom|whose|how many|how much|how long|how often|how old|how big|how large|how far)(?:'s|'re|'d)?\b(?! (?:about|do you think|is your opinion|does it sound))/

/** The sentence asks for something in another way than with a question word. */
export const ASKS = new RegExp(
  [
    String.raw`\b(?:please|kindly|pls|can you|could you|would you|will you|just|mind|first|may i|you can|you could|if you|to)(?: please| also| kindly| first)? (?:tell|give|provide|share with me|specify|enter|choose|select|pick|let me know|let us know|state|say|name|mention|indicate|have your|get your|know)(?:ing)?\b(?! me (?:if|whether))`,
    String.raw`^(?:ok(?:ay)?,? |sure,? |great,? |and,? |also,? |please,? )*(?:tell|give|provide|specify|choose|select|let me know|say|name|enter)\b`,
    String.raw`\b(?:i|we)(?:'ll| will|'d| would| do| just| also| still)* (?:need|require|want to know|like to know)(?: to know| to have)? (?:your|the|an?|some|more|to know|which|what|when|where|how)\b`,
    String.raw`\b(?:do|would|did|will|are|have|has|is there|are there|got)\b(?: you| there)?(?: also| perhaps)?(?: be| have| got| prefer| want| looking| like| need| know)*(?: for)?(?: an?| any| your| some| the| to have)? ?(?:\w+ ){0,3}?(?:preferences?|preferred|prefer|in mind|particular|specific|certain|choice)\b`,
    String.raw`^(?:ok(?:ay)?,? |sure,? |and |alright,? )*(?:any|for what|at what|in what|on what|on which|until|till)\b`,
    String.raw`\b(?:your|the) [\w ]{2,40}, please\b`,
    String.raw`\b(?:may|can|could) (?:i|we) (?:please |also )?(?:have|get|take|know|ask)(?: for)? (?:your|the|an?|what|which|who)\b`,
    String.raw`\b(?:confirm|verify|clarify) (?:me |with me )?(?:the|your) (?:number|date|time|city|name|type|destination|location)\b`,
  ].join('|'),
)

/** A question that a yes or a no answers. */
export const YES_NO =
  /^(?:(?:ok(?:ay)?|alright|all right|sure|great|perfect|so|and|also|or|well|no problem|thanks|thank you|yes|fine|good|then|now|please|of course|certainly)[,.! ]+)*(?:do|does|did|would|will|shall|should|is|are|was|were|can|could|may|you|have|has|want|need|looking|your?)\b/

/** A closing word that turns a statement into a read-back, or asks whether what was read back is right. */
export const STRONG_OFFERS =
  /\b(?:how|what) about\b|\b(?:i|we)(?:'ve| have|'d)?(?: also| just)? (?:found|see|recommend|suggest|would recommend|would suggest|can suggest|can recommend)\b|\b(?:do|would|might|may) you (?:be |care |perhaps |maybe |also )*(?:like|prefer|interested|care for|care to|enjoy|consider)\b|\brecommend|\bsuggest|\btry\b|\bwhat do you think\b|\binstead\b|\b(?:sound|work|suit)\b/

/** `Are you an existing patient?` asks for something; it proposes nothing. */
export const ABOUT_CUSTOMER =
  /^(?:\w+[,.!] )?(?:are you (?:an?|already|currently|the)|have you|do you (?:already )?have|did you)\b/

/** Asks what the customer thinks of something just put forward. */
export const ASKS_OPINION = /^(?:how|what) about\b|\b(?:how|what) (?:does|do) (?:that|this|it)\b|what do you think/

/** Said after something was started for the customer. */
export const ENJOY_IT = /^(?:[\w ]+[,.!] )?(?:enjoy|happy listening)\b.{0,20}\b(?:music|song|movie|film|show|tune)/

/** `Which other day would suit you?`: the one that was asked for does not. */
export const ASKS_FOR_ANOTHER = /\b(?:which|what) other (?:day|date|time|slot|hour)\b|\b(?:pick|choose|try) another\b/

/** `Shall I cancel your appointment on Friday?`, and not `Shall I look for another day or time?` */
export const ASKS_TO_ACT =
  /(?:^|[,;:.!] )(?:(?:ok(?:ay)?|great|so|and|perfect|alright|all right|then)[,.! ]+)*(?:shall|should) i (?:now |please |just )?(?:go ahead and )?(?:book|reserve|cancel|call off|move|reschedule|change|postpone)\b(?!.*\bor\b)/

/** A plain no without any of the words of failure: `Unfortunately we can't give discounts`. */
export const DECLINES =
  /^(?:i'm |we're )?(?:sorry|unfortunately|i'm afraid|i am afraid|regrettably)\b[,.]?(?: but)? ?(?:i|we|that) (?:can't|cannot|can not|(?:do|am|are|is|may)(?:n't| not)) (?:allowed to |able to |permitted to )?(?:give|grant|do that|offer (?:you )?(?:an? |any )?(?:discount|refund|deal)|make (?:an? |any )?exceptions?|negotiate|lower|reduce|waive|discuss|share|disclose|tell)\b|^(?:(?:(?:i'm |we're )?sorry|unfortunately|i'm afraid|regrettably)[,.]? (?:but )?)?(?:i|we) (?:don't|do not) (?:do|offer|provide|perform|handle|treat)\b/

/** How a goodbye begins: `I see a film you might enjoy` is none. */
export const STARTS_GOODBYE =
  /^(?:(?:ok(?:ay)?|alright|all right|great|thanks?(?: you)?|you're welcome|sure|well|and|then)[,.! ]+)*(?:(?:i|we) (?:hope|wish)|have|hope|wish|enjoy|good|bye|take|see|safe|until|cheers|be|stay|travel)\b/

/** Something was found, which is no action done for the customer. */
export const FOUND =
  /\b(?:able to (?:find|locate)|(?:i|we) got it\b(?! (?:booked|done|set))|(?:you have|you are|you're|is being|are being) .{0,30}\b(?:scheduled|(?<!\ball )set|played|planned)\b|\b(?:game|match|concert|event|show) is being\b)/

/** Asks what the customer thinks, also in a hurry: `What do youthink about`. */
export const OPINION = /\bdo (?:you ?)?think\b|\byou ?think\b|\bhope (?:this|that|it|the)\b/

/** Said after a yes, in passing: not how agents claim things, and still plainly that it is done. */
export const SOUNDS_DONE =
  /\b(?:success\w*|succe+d\w*|went thr(?:u|ough)|all set|confirm(?:ed|ation)|acquired|gone done|(?:happy|enjoy) \w+ing|enjoy|have (?:a )?fun|you can count|(?:is|are|be) ready|coming (?:now|soon)|shortly|on (?:its|the|your) way|booked|reserved|started|playing|now plays|plays|will (?:now )?start|here you go)\b/

/** A question about what the customer is going to do. */
export const YOU_WILL = /\b(?:will|would|are|do) you\b|\byou(?:'ll| will|'d)\b/

/** Tells the customer to confirm: what follows is read back, even where it is put as done. */
export const PLEASE_CONFIRM =
  /^(?:(?:ok(?:ay)?|great|sure|so|and|perfect|alright|all right|then)[,.! ]+)*(?:(?:(?:can|could|would|will) you )?(?:please|kindly|pls)(?: (?:check|review) and)? (?:re-?)?(?:confirm|verify|check|ensure|make sure)|(?:confirm|verify)\b)/

/** What the customer wants, said back: `You want the one with no sugar` fails at nothing. */
export const WANTED =
  /^(?:(?:ok(?:ay)?|alright|all right|sure|great|perfect|so|and|got it|well|right)[,.!: ]+)*(?:so )?you(?:(?:'d| would) like|(?:'re| are) looking| want)\b(?!.*\b(?:but|however|sorry|unfortunately|afraid)\b)/

/** When something runs, which is nothing that was done: `The bus is scheduled to arrive at nine`. */
export const TIMETABLE =
  /\b(?:is|are|'s|'re) (?:scheduled|set) to (?:arrive|depart|leave|start|begin|end|finish|open|close|run|land|take off)\b/

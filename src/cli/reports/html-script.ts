/** All that a page of a report runs. What it looks for may be missing, except the switch of colours, which every page has. */

export const script = `
(function(){
var root=document.documentElement;root.dataset.js='';
var all=function(selector){return Array.prototype.slice.call(document.querySelectorAll(selector))};
function open(){var target=location.hash&&document.getElementById(decodeURIComponent(location.hash.slice(1)));
if(!target)return;var trial=target.closest('details.trial');if(trial){trial.open=true;trial.hidden=false}
target.scrollIntoView({block:target.matches('details')?'start':'center'})}
addEventListener('hashchange',open);open();
var theme=document.getElementById('theme');
var isDark=function(){return root.dataset.theme?root.dataset.theme==='dark':matchMedia('(prefers-color-scheme:dark)').matches};
var name=function(){theme.textContent=isDark()?'Light':'Dark';theme.setAttribute('aria-label','Show in '+(isDark()?'light':'dark')+' colours')};
theme.addEventListener('click',function(){root.dataset.theme=isDark()?'light':'dark';name()});name();
var filter=document.getElementById('filter'),shown=document.getElementById('shown');
if(filter)filter.addEventListener('change',function(){var n=0;all('details.trial').forEach(function(trial){
var fits=!filter.value||trial.dataset.violated.split(' ').indexOf(filter.value)>=0;trial.hidden=!fits;if(fits)n+=1});
shown.textContent=n+' listed'});
var toggle=document.getElementById('toggle');
if(toggle)toggle.addEventListener('click',function(){var opening=toggle.dataset.open!=='yes';all('details.trial').forEach(function(trial){trial.open=opening});
toggle.dataset.open=opening?'yes':'no';toggle.textContent=opening?'Close all':'Open all'});
all('button.copy').forEach(function(button){button.addEventListener('click',function(){
var text=button.previousElementSibling.textContent;
var said=function(word){button.textContent=word;setTimeout(function(){button.textContent='Copy'},1500)};
if(navigator.clipboard)navigator.clipboard.writeText(text).then(function(){said('Copied')},function(){said('Not allowed')});else said('Not allowed')})});
var closed=[];
addEventListener('beforeprint',function(){closed=all('details').filter(function(each){return !each.open});closed.forEach(function(each){each.open=true})});
addEventListener('afterprint',function(){closed.forEach(function(each){each.open=false})});
})();
`

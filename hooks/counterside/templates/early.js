(function(){try{var d=document.documentElement,s=localStorage;if(s.getItem("cs:theme"))d.dataset.theme=s.getItem("cs:theme");if(s.getItem("cs:larger"))d.dataset.larger=""}catch(e){}})()

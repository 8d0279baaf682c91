// Sends the form of a page that is only a step on the way; without this file a button does.
document.querySelector("form[data-onward]")?.requestSubmit();

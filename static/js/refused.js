// A page that comes back with errors begins at the first of them.

document.querySelector("main [aria-invalid=true]")?.focus();

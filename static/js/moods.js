// Among the moods a digit picks one: 1 is the best, 5 the worst, 0 says nothing.

document.addEventListener("keydown", (event) => {
  const moods = event.target.closest("[data-moods]");
  if (!moods || !/^\d$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey) return;
  const radios = [...moods.querySelectorAll("input")];
  const unsaid = radios[0].value === "";
  const radio = radios[Number(event.key) - (unsaid ? 0 : 1)];
  if (!radio) return;
  event.preventDefault();
  radio.focus();
  radio.click();
});

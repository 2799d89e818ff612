// Lengths of time in words, rounded towards the present; the words are those of tracker/templatetags/clock.py.

export const MINUTE = 60_000;

export function span(milliseconds) {
  const minutes = Math.floor(milliseconds / MINUTE);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(minutes / 1440);
  if (hours < 1) return `${minutes} min`;
  if (days < 1) return minutes % 60 ? `${hours} h ${minutes % 60} min` : `${hours} h`;
  if (days < 7) return hours % 24 ? `${days} d ${hours % 24} h` : `${days} d`;
  return `${days} days`;
}

export function countdown(milliseconds) {
  if (Math.abs(milliseconds) < MINUTE) return "due now";
  const words = span(Math.abs(milliseconds));
  return milliseconds > 0 ? `in ${words}` : `${words} late`;
}

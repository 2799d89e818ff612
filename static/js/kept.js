// Each behaviour is a module of its own; this file only says which there are.
import "./copy.js";
import "./countdown.js";
import "./dialog.js";
import "./drafts.js";
import "./live.js";
import "./matches.js";
import "./shortcuts.js";
import "./palette.js";
import "./help.js";
import "./moods.js";
import "./replies.js";
import "./picks.js";
import "./refused.js";
import "./toasts.js";
import "./sending.js";

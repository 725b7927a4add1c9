/* The kiosk. What the visitor types lives in the fields of this page and
   nowhere else; wipe() takes all of it away, and is the way back to the start. */
"use strict";

const byId = (id) => document.getElementById(id);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];

const kiosk = byId("borne");
const form = byId("formulaire");
const steps = all(".etape");
const prints = kiosk.dataset.imprime === "true";
const idleAfter = Number(kiosk.dataset.attente);
const warnBefore = Math.min(15_000, idleAfter / 2);
const thanksLast = 15_000;
const typingPause = 250;
const patience = { check: 8_000, preview: 25_000, print: 100_000 };

// visit is what the page knows of the visitor besides the fields. Another one
// begins with each wipe: an answer that comes for an earlier one is dropped.
const newVisit = () => ({
  ending: new AbortController(), step: 0, asked: new Set(), checked: 0, moving: false,
  form: "", printing: false, picture: "", leavesAt: 0,
});
let visit = newVisit();
let screen = "panne";
let lastSign = performance.now();
let typingTimer = 0;
let target = null; // the text field that the keys on the screen write in

// ---- Screens

function show(name) {
  screen = name;
  for (const section of all(".ecran")) section.hidden = section.id !== name;
  scrollTo(0, 0);
  byId(`${name}-titre`)?.focus({ preventScroll: true });
}

function showStep(number, key = "") {
  visit.step = number;
  show("saisie");
  steps.forEach((step, i) => { step.hidden = i !== number; });
  byId("etape").textContent = `Étape ${number + 1} sur ${steps.length}\u00a0: ${steps[number].dataset.titre.toLowerCase()}`;
  all(".barre span").forEach((mark, i) => mark.classList.toggle("fait", i <= number));
  alertIn("saisie", "");
  const fields = fieldsOf(number);
  focusField(fields.find((field) => field.dataset.cle === key) ?? fields[0]);
  if (!isText(fields[0])) showPad(fields.find(isText));
}

function alertIn(name, text) {
  const alert = byId(`${name}-alerte`);
  alert.textContent = text;
  alert.hidden = text === "";
}

const silent = "La borne ne répond pas pour l’instant. Réessayez dans un moment, ou prévenez l’accueil.";

// ---- Fields

const isText = (field) => field.type === "text";
const inputs = () => all("input[data-cle]", form);
const inputsOf = (key) => inputs().filter((input) => input.dataset.cle === key);

// fieldsOf returns the fields of a step in their order, a choice by the answer
// that the focus goes to.
function fieldsOf(number) {
  const fields = [];
  for (const input of all("input[data-cle]", steps[number])) {
    const at = fields.findIndex((field) => field.dataset.cle === input.dataset.cle);
    if (at < 0) fields.push(input);
    else if (input.checked) fields[at] = input;
  }
  return fields;
}

function focusField(field) {
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "nearest" });
  if (isText(field)) field.setSelectionRange(field.value.length, field.value.length);
}

function valueOf(key) {
  const of = inputsOf(key);
  return (isText(of[0]) ? of[0].value : of.find((input) => input.checked)?.value ?? "").trim();
}

function values() {
  return Object.fromEntries(inputs().map((input) => [input.dataset.cle, valueOf(input.dataset.cle)]));
}

function nextField(from) {
  const fields = fieldsOf(visit.step);
  const at = fields.findIndex((field) => field.dataset.cle === from?.dataset.cle);
  if (at + 1 < fields.length) focusField(fields[at + 1]);
  else moveOn();
}

// ---- Checks: the server's, never ours

async function post(path, body, wait) {
  return fetch(`/borne/${path}`, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), cache: "no-store",
    signal: AbortSignal.any([visit.ending.signal, AbortSignal.timeout(wait)]),
  });
}

// check asks what is wrong in the step; it throws where there is no answer.
async function check() {
  visit.checked += 1;
  const answer = await post("verification", { etape: visit.step, valeurs: values() }, patience.check);
  if (!answer.ok) throw new Error("no answer");
  return (await answer.json()).erreurs;
}

// checkWhileTyping shows what is wrong so far, if nothing was asked since.
async function checkWhileTyping() {
  const mine = visit, number = mine.checked + 1;
  try {
    const faults = await check();
    if (mine === visit && mine.checked === number && !mine.moving) mark(faults);
  } catch { /* the next letter asks again, and « Suivant » says it */ }
}

// mark shows the faults at their fields. What is only empty yet is no fault
// before the visitor wants to go on, nor is a date that is being typed.
function mark(faults) {
  for (const field of fieldsOf(visit.step)) {
    const key = field.dataset.cle, value = valueOf(key), fault = faults.find((f) => f.cle === key);
    const typing = field === document.activeElement && value.length < Number(field.dataset.entier) && !visit.asked.has(key);
    const message = fault && !(fault.manque ? !visit.asked.has(key) : typing) ? fault.message : "";
    const place = field.closest(".champ");
    place.classList.toggle("juste", !fault && value !== "");
    tell(place, message);
    for (const input of inputsOf(key)) {
      if (message) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }
}

function tell(place, message) {
  const line = place.querySelector(".erreur");
  if (line.textContent !== message) line.textContent = message; // said once
}

async function moveOn() {
  if (visit.moving) return;
  const mine = visit, asked = JSON.stringify(values());
  mine.moving = true;
  clearTimeout(typingTimer);
  try {
    const faults = await check();
    if (mine !== visit || asked !== JSON.stringify(values())) return; // the visitor types on
    for (const fault of faults) mine.asked.add(fault.cle);
    mark(faults);
    alertIn("saisie", "");
    if (faults.length > 0) focusField(fieldsOf(mine.step).find((field) => faults.some((f) => f.cle === field.dataset.cle)));
    else if (mine.step + 1 < steps.length) showStep(mine.step + 1);
    else preview();
  } catch {
    if (mine === visit) alertIn("saisie", silent);
  } finally {
    mine.moving = false;
  }
}

function moveBack() {
  if (screen === "apercu") correct();
  else if (visit.step > 0) showStep(visit.step - 1);
  else wipe();
}

// ---- Preview

// newFormID names a form, so that the server prints it once.
const newFormID = () => [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");

async function preview() {
  const mine = visit, id = newFormID();
  mine.form = id;
  recapitulate();
  alertIn("apercu", "");
  byId("impression-attente").textContent = "";
  byId("apercu-attente").textContent = "L’aperçu se prépare…";
  byId("imprimer").textContent = prints ? "Imprimer" : "Télécharger le PDF";
  show("apercu");
  try {
    const answer = await post("apercu", { valeurs: values() }, patience.preview);
    if (answer.status === 422) {
      const { cle } = await answer.json();
      if (mine === visit && mine.form === id) backTo(cle ?? "");
      return;
    }
    if (!answer.ok) throw new Error("no picture");
    const picture = await answer.blob();
    if (mine !== visit || mine.form !== id || screen !== "apercu") return; // it is of answers that were corrected
    forgetPicture();
    mine.picture = URL.createObjectURL(picture);
    for (const id of ["apercu-image", "loupe-image"]) byId(id).src = mine.picture;
    byId("apercu-image").hidden = false;
    byId("apercu-attente").textContent = "";
  } catch {
    if (mine === visit && mine.form === id) byId("apercu-attente").textContent = "L’aperçu ne s’affiche pas. Vos réponses sont écrites à côté.";
  }
}

// backTo goes to the field that a form as a whole cannot be printed with.
function backTo(key) {
  const at = steps.findIndex((step) => all("input[data-cle]", step).some((input) => input.dataset.cle === key || input.dataset.cle.startsWith(`${key}.`)));
  showStep(Math.max(at, 0), key);
  visit.asked.add(key);
  alertIn("saisie", "Le formulaire ne peut pas être imprimé ainsi. Raccourcissez ce texte, ou prévenez l’accueil.");
}

// recapitulate writes the answers beside the picture, as they stand on paper.
function recapitulate() {
  const answers = new Map();
  for (const place of all(".champ", form)) {
    const key = place.dataset.cle, value = valueOf(key);
    if (value === "") continue;
    const chosen = inputsOf(key).find((input) => !isText(input) && input.checked);
    const lines = answers.get(place.dataset.reponse) ?? [];
    (lines[place.dataset.ligne] ??= []).push(chosen ? chosen.parentElement.textContent : value.replace(/\s*,\s*/g, ", "));
    answers.set(place.dataset.reponse, lines);
  }
  const list = byId("recapitulatif");
  list.replaceChildren();
  for (const [name, lines] of answers) {
    const term = document.createElement("dt"), said = document.createElement("dd");
    term.textContent = name;
    said.append(...lines.filter(Boolean).map((words) => {
      const line = document.createElement("p");
      line.textContent = words.join(" ");
      return line;
    }));
    list.append(term, said);
  }
}

function forgetPicture() {
  for (const id of ["apercu-image", "loupe-image"]) byId(id).removeAttribute("src");
  byId("apercu-image").hidden = true;
  if (visit.picture) URL.revokeObjectURL(visit.picture);
  visit.picture = "";
}

function correct() {
  if (visit.printing) return;
  forgetPicture();
  byId("recapitulatif").replaceChildren();
  showStep(0);
}

// ---- Printing

async function print() {
  if (visit.printing) return;
  const mine = visit;
  mine.printing = true;
  setPrinting(true);
  alertIn("apercu", "");
  byId("impression-attente").textContent = prints ? "Impression en cours…" : "Préparation du PDF…";
  const slow = setTimeout(() => {
    if (mine === visit) byId("impression-attente").textContent = "L’imprimante se réveille, encore un instant…";
  }, 12_000);
  try {
    const answer = await post(prints ? "impression" : "telechargement", { id: mine.form, valeurs: values() }, patience.print);
    if (!answer.ok) throw new Error("not printed");
    const file = prints ? null : await answer.blob();
    if (mine !== visit) return;
    if (file) handOver(file);
    thank();
  } catch {
    if (mine !== visit) return;
    alertIn("apercu", prints
      ? "Nous ne parvenons pas à imprimer pour l’instant. Réessayez, ou prévenez l’accueil."
      : "Nous ne parvenons pas à préparer le PDF. Réessayez, ou prévenez l’accueil.");
    byId("impression-attente").textContent = "";
    byId("imprimer").textContent = "Réessayer";
  } finally {
    clearTimeout(slow);
    mine.printing = false;
    if (mine === visit) setPrinting(false);
    sign();
  }
}

function setPrinting(underWay) {
  for (const button of all("#apercu button")) button.disabled = underWay;
}

// handOver lets the browser keep the PDF, where the kiosk has no printer.
function handOver(file) {
  const address = URL.createObjectURL(file), link = document.createElement("a");
  link.href = address;
  link.download = "formulaire-depot.pdf";
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function thank() {
  clear();
  setPrinting(false);
  visit.leavesAt = performance.now() + thanksLast;
  byId("merci-reste").textContent = String(thanksLast / 1000);
  show("merci");
}

// ---- Wiping

// clear takes away all that the visitor left in the page, and what is under way
// for it.
function clear() {
  visit.ending.abort();
  clearTimeout(typingTimer);
  forgetPicture();
  visit = newVisit();
  form.reset();
  for (const input of inputs()) {
    if (isText(input)) input.value = "";
    else input.checked = false;
    input.removeAttribute("aria-invalid");
  }
  target = null;
  for (const place of all(".champ")) {
    place.classList.remove("juste");
    tell(place, "");
  }
  byId("recapitulatif").replaceChildren();
  for (const id of ["dictee", "impression-attente", "apercu-attente"]) byId(id).textContent = "";
  for (const name of ["saisie", "apercu"]) alertIn(name, "");
  for (const dialog of all("dialog")) dialog.close();
}

function wipe() {
  clear();
  setPrinting(false);
  show("accueil");
}

// ---- Signs of life

function sign() {
  lastSign = performance.now();
  if (screen === "merci") visit.leavesAt = lastSign + thanksLast; // who reads slowly touches the screen
  if (byId("absence").open) byId("absence").close();
}

function watch() {
  const now = performance.now();
  if (screen === "merci") {
    const left = visit.leavesAt - now;
    byId("merci-reste").textContent = String(Math.max(0, Math.ceil(left / 1000)));
    if (left <= 0) wipe();
    return;
  }
  if (screen === "accueil" || screen === "panne" || visit.printing) {
    lastSign = now;
    return;
  }
  const left = lastSign + idleAfter - now;
  if (left <= 0) {
    wipe();
  } else if (left <= warnBefore) {
    byId("absence-reste").textContent = String(Math.ceil(left / 1000));
    if (!byId("absence").open) byId("absence").showModal();
  }
}

// ---- The keyboard on the screen

function showPad(field) {
  if (!field) return;
  target = field;
  const numerals = field.dataset.clavier === "chiffres";
  byId("lettres").hidden = numerals;
  byId("chiffres").hidden = !numerals;
}

function strike(key) {
  if (key.dataset.fait === "suivant") {
    nextField(isText(document.activeElement) || document.activeElement.type === "radio" ? document.activeElement : target);
    return;
  }
  if (!target) return;
  let from = target.selectionStart, to = target.selectionEnd;
  if (key.dataset.fait === "effacer") {
    if (from === to) from = Math.max(0, from - (target.value.slice(0, from).endsWith("/") ? 2 : 1));
    target.setRangeText("", from, to, "end");
  } else if (target.value.length - (to - from) < target.maxLength) {
    target.setRangeText(key.dataset.ecrit, from, to, "end");
  }
  const inserted = key.dataset.fait ? "deleteContentBackward" : "insertText";
  target.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: inserted }));
  // Who strikes the keys one by one from a keyboard hears which it was.
  if (document.activeElement === key) byId("dictee").textContent = key.getAttribute("aria-label");
}

// roam moves among the keys with the arrows: they are one stop of the Tab key.
function roam(key, arrow) {
  const rows = all(".rangee", key.closest(".touches")).map((row) => all(".touche", row));
  let row = rows.findIndex((keys) => keys.includes(key)), at = rows[row].indexOf(key);
  const share = (at + 0.5) / rows[row].length;
  if (arrow === "ArrowLeft") at -= 1;
  else if (arrow === "ArrowRight") at += 1;
  else {
    row = Math.min(Math.max(row + (arrow === "ArrowUp" ? -1 : 1), 0), rows.length - 1);
    at = Math.floor(share * rows[row].length);
  }
  const next = rows[row][Math.min(Math.max(at, 0), rows[row].length - 1)];
  key.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// withSlashes puts the slashes of a date as its digits come.
function withSlashes(field, event) {
  if (field.id !== "naissance" || !event.inputType?.startsWith("insert") || field.selectionStart !== field.value.length) return;
  field.value = field.value
    .replace(/\/{2,}/g, "/")
    .replace(/^(\d{2})(\d)/, "$1/$2")
    .replace(/^(\d{2}\/\d{2})(\d)/, "$1/$2")
    .replace(/^(\d{2}|\d{2}\/\d{2})$/, "$1/");
}

// ---- What a touch or a key may do

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.classList.contains("touche")) strike(button);
  else if (button.hasAttribute("data-efface")) byId("effacement").showModal();
  else actions[button.id]?.();
});

const actions = {
  commencer: () => { sign(); fullScreen(); showStep(0); },
  precedent: moveBack,
  suivant: moveOn,
  corriger: correct,
  imprimer: print,
  agrandir: () => { if (visit.picture) byId("loupe").showModal(); },
  reduire: () => byId("loupe").close(),
  present: sign,
  garder: () => byId("effacement").close(),
  effacer: wipe,
  terminer: wipe,
};

form.addEventListener("submit", (event) => event.preventDefault());

form.addEventListener("input", (event) => {
  withSlashes(event.target, event);
  clearTimeout(typingTimer);
  typingTimer = setTimeout(checkWhileTyping, typingPause);
});

form.addEventListener("focusin", (event) => {
  if (event.target.matches("input[data-cle]") && isText(event.target)) showPad(event.target);
});

form.addEventListener("focusout", (event) => {
  if (event.target.matches("input[data-cle]") && screen === "saisie" && valueOf(event.target.dataset.cle) !== "") checkWhileTyping();
});

form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.target.matches("input")) return;
  event.preventDefault();
  nextField(event.target);
});

const keyboard = byId("clavier");
// A touch on a key leaves the focus in the field.
for (const type of ["pointerdown", "mousedown"]) keyboard.addEventListener(type, (event) => event.preventDefault());
keyboard.addEventListener("keydown", (event) => {
  if (!event.key.startsWith("Arrow") || !event.target.matches(".touche")) return;
  event.preventDefault();
  roam(event.target, event.key);
});
for (const pad of all(".touches", keyboard)) pad.querySelector(".touche").tabIndex = 0;

for (const type of ["pointerdown", "keydown", "input", "wheel", "touchmove"]) {
  addEventListener(type, (event) => {
    // « Je suis toujours là » answers for itself; the key that does writes nothing.
    if (byId("absence").contains(event.target) && (type === "pointerdown" || ["Enter", " "].includes(event.key))) return;
    if (byId("absence").open && type === "keydown") event.preventDefault();
    sign();
  }, { capture: true, passive: type !== "keydown" });
}
setInterval(watch, 200);

// ---- No way out

function fullScreen() {
  if (matchMedia("(display-mode: fullscreen)").matches || !document.fullscreenEnabled) return;
  document.documentElement.requestFullscreen({ navigationUI: "hide" }).catch(() => { /* the browser's choice */ });
}

for (const type of ["contextmenu", "dragstart", "drop", "dragover", "copy", "cut", "paste", "gesturestart"]) {
  addEventListener(type, (event) => event.preventDefault(), true);
}
addEventListener("selectstart", (event) => { if (!event.target.matches?.("input")) event.preventDefault(); }, true);
addEventListener("wheel", (event) => { if (event.ctrlKey) event.preventDefault(); }, { passive: false });
addEventListener("touchmove", (event) => { if (event.touches.length > 1) event.preventDefault(); }, { passive: false });

// The keys of the browser: printing, reloading, tabs, zoom. Those that edit a
// field stay, and AltGr, which writes letters.
const editing = new Set(["a", "ArrowLeft", "ArrowRight", "Backspace", "Delete", "Home", "End"]);
addEventListener("keydown", (event) => {
  const shortcut = (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph");
  const modifier = ["Control", "Alt", "Meta", "Shift", "AltGraph"].includes(event.key);
  const edits = event.ctrlKey && !event.altKey && editing.has(event.key) && event.target.matches("input");
  if (/^F\d+$/.test(event.key) || /^Browser|^Launch/.test(event.key) || shortcut && !modifier && !edits) event.preventDefault();
}, true);

// Going back is going back one screen: the page before is out of reach.
function guardHistory() {
  if (history.state !== "borne") {
    history.replaceState("seuil", "");
    history.pushState("borne", "");
  }
}
addEventListener("popstate", () => {
  guardHistory();
  if (screen === "saisie" || screen === "apercu") moveBack();
});

// What the browser would bring back of another visitor goes first.
addEventListener("pagehide", wipe);
addEventListener("pageshow", (event) => { if (event.persisted) wipe(); });

// A mistake of ours must not leave a visitor's answers on the screen.
function giveUp() {
  clear();
  show("panne");
  setTimeout(startAfresh, 10_000);
}
addEventListener("error", giveUp);
addEventListener("unhandledrejection", giveUp);

// startAfresh loads the page again once there is a server to load it from: the
// browser's own page of errors leads elsewhere.
async function startAfresh() {
  const answers = await fetch("/healthz", { cache: "no-store" }).then((answer) => answer.ok, () => false);
  if (answers) location.reload();
  else setTimeout(startAfresh, 10_000);
}

guardHistory();
wipe();

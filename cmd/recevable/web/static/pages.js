// What makes the driver's pages better; each works without it.
"use strict";

const ours = { "X-Recevable": "1" };
const notices = document.getElementById("avis");

// say adds a sentence to those of what is being done.
function say(text, tone = "rouge") {
  const notice = document.createElement("p");
  notice.className = "avis " + tone;
  notice.textContent = text;
  notices.append(notice);
  notice.scrollIntoView({ block: "nearest" });
}

// announce tells who listens to the page how things go.
function announce(text) {
  const place = document.getElementById("annonce");
  if (place.textContent !== text) place.textContent = text;
}

const problemWords = (problem) => [problem.title + ".", problem.detail].filter(Boolean).join(" ");

// problemText is what a refusal says.
async function problemText(response) {
  try {
    return problemWords(await response.json());
  } catch {
    return "La demande n’a pas abouti. Réessayez.";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter || form.querySelector("button");
  const question = button && button.dataset.confirmer;
  if (question) {
    if (!confirm(question)) {
      event.preventDefault();
      return;
    }
    const sure = Object.assign(document.createElement("input"), { type: "hidden", name: "sur", value: "oui" });
    form.append(sure);
  }
  if (form.closest("#etat")) {
    event.preventDefault();
    act(form, button);
  }
});

// Between what a form of the pieces does and what is shown of it, one thing at
// a time.
let turn = Promise.resolve();
function act(form, button) {
  notices.replaceChildren();
  if (form.matches(".ajout")) {
    const input = form.querySelector("input[type=file]");
    if (!input.files.length) {
      input.focus();
      say("Choisissez d’abord un fichier.", "brun");
      return;
    }
    const type = form.querySelector("select");
    send(form.action, [...input.files], type && type.value, form);
    input.value = ""; // the same file may be chosen again
    return;
  }
  const part = form.closest("[data-piece]");
  const piece = part?.id;
  if (part) delete part.dataset.source; // whatever comes of it, it is drawn anew
  if (button.dataset.attente) {
    button.textContent = button.dataset.attente;
    announce(button.dataset.attente);
  }
  const body = new URLSearchParams(new FormData(form));
  button.setAttribute("aria-disabled", "true"); // disabled, it would lose the keyboard
  if (form.dataset.envoye) return;
  form.dataset.envoye = "1";
  turn = turn.then(async () => {
    const response = await fetch(form.action, { method: "POST", headers: ours, body });
    if (!response.ok) say(await problemText(response));
    await refresh();
    document.getElementById(piece)?.querySelector("h2").focus({ preventScroll: true });
  }).catch(lost);
}

// send sends files one after another, so that what is found of each appears as
// soon as it is read. One that is refused keeps none of the others.
function send(action, files, type, place) {
  const piece = place.closest("[data-piece]")?.id;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.setAttribute("aria-label", "Envoi de " + files.length + (files.length > 1 ? " fichiers" : " fichier"));
  place.append(bar);
  turn = turn.then(async () => {
    for (const [i, file] of files.entries()) {
      announce("Envoi de " + file.name);
      const refusal = await sendOne(action, file, type, (part) => { bar.value = (i + part) / files.length; });
      if (refusal) say("« " + file.name + " » n’a pas été ajouté\u00a0: " + refusal);
      await refresh();
      if (i + 1 < files.length) (piece && document.getElementById(piece)?.querySelector(".ajout"))?.append(bar);
    }
    bar.remove();
    await refresh();
  }).catch(lost);
}

// sendOne answers with a refusal, or nothing. fetch does not say how far it got.
function sendOne(action, file, type, onPart) {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    if (type) body.append("type", type);
    body.append("fichier", file);
    const request = new XMLHttpRequest();
    request.open("POST", action);
    request.setRequestHeader("X-Recevable", "1");
    request.upload.onprogress = (event) => event.lengthComputable && onPart(event.loaded / event.total);
    request.onload = () => {
      if (request.status < 400) return resolve("");
      try {
        resolve(problemWords(JSON.parse(request.responseText)));
      } catch {
        resolve("l’envoi n’a pas abouti.");
      }
    };
    // The server is gone, or the file is: it was moved, or is not on this device.
    request.onerror = () => fetch("/healthz").then(
      () => resolve("cet appareil n’arrive pas à le lire. Copiez-le ailleurs, puis recommencez."), reject);
    request.send(body);
  });
}

const lost = () => say("Le programme ne répond plus. Vérifiez qu’il est toujours ouvert, puis rechargez la page.");

// refresh shows what is known now, and keeps the focus and what is unfolded.
async function refresh() {
  const state = document.getElementById("etat");
  const response = await fetch(state.dataset.etat, { headers: ours });
  if (!response.ok) {
    say(await problemText(response));
    return;
  }
  const focused = document.activeElement;
  const place = state.contains(focused) ? [focused.closest("[id]")?.id, focused.tagName] : null;
  const unfolded = [...state.querySelectorAll("details[open]")].map((d) => foldName(d));
  const fresh = document.createElement("template");
  fresh.innerHTML = await response.text();
  for (const notice of fresh.content.querySelectorAll("[data-avis]")) notices.append(notice); // they are said once
  keepWhatIsSame(state, fresh.content);
  for (const d of state.querySelectorAll("details")) if (unfolded.includes(foldName(d))) d.open = true;
  if (place && !state.contains(document.activeElement)) {
    const again = place[0] && document.getElementById(place[0]);
    if (again) (again.matches("input, button, a, [tabindex]") ? again : again.querySelector("input:not([type=hidden]), button, a"))?.focus({ preventScroll: true });
  }
  dress(state);
  announce(state.querySelector(".sommaire").textContent.trim().replace(/\s+/g, " "));
  if (state.querySelector("[data-encours]")) later();
}

// keepWhatIsSame replaces only the parts that changed: a screen reader is not
// sent back to the start, and a chosen file stays chosen.
function keepWhatIsSame(state, fresh) {
  const before = new Map([...state.children].filter((e) => e.id).map((e) => [e.id, e]));
  const parts = [...fresh.children].map((e) => {
    const old = e.id && before.get(e.id);
    return old && old.dataset.source === e.outerHTML ? old : Object.assign(e, { source: e.outerHTML });
  });
  for (const part of parts) if (part.source) part.dataset.source = part.source;
  state.replaceChildren(...parts);
}

const foldName = (d) => (d.closest("[id]")?.id || "") + d.querySelector("summary").textContent;

let waiting = 0;
function later() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { turn = turn.then(refresh).catch(lost); }, 500);
}

// dress adds what only a script can do: files dropped on a piece, and sent as
// soon as they are chosen.
function dress(state) {
  for (const form of state.querySelectorAll(".piece .ajout")) {
    if (form.dataset.pret) continue;
    form.dataset.pret = "1";
    const input = form.querySelector("input[type=file]");
    form.querySelector("button").hidden = true;
    const hint = document.createElement("p");
    hint.className = "depot";
    hint.textContent = matchMedia("(pointer: coarse)").matches ? "Votre téléphone propose aussi de prendre la photo." : "Vous pouvez aussi déposer les fichiers ici.";
    form.append(hint);
    input.addEventListener("change", () => input.files.length && act(form));
    const piece = form.closest(".piece");
    for (const kind of ["dragenter", "dragover"]) {
      piece.addEventListener(kind, (event) => {
        event.preventDefault();
        piece.classList.add("cible");
      });
    }
    piece.addEventListener("dragleave", (event) => piece.contains(event.relatedTarget) || piece.classList.remove("cible"));
    piece.addEventListener("drop", (event) => {
      event.preventDefault();
      piece.classList.remove("cible");
      const files = [...event.dataTransfer.files];
      if (files.length) send(form.action, files, null, form);
    });
  }
}

const state = document.getElementById("etat");
if (state) {
  // A file that misses its piece must not take the place of the page.
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  for (const part of state.children) if (part.id) part.dataset.source = part.outerHTML;
  dress(state);
  if (state.querySelector("[data-encours]")) later();
}
if (document.querySelector("[data-recharger]")) setTimeout(() => location.reload(), 700);

// What is wrong comes first, for who listens to the page.
const wrong = document.querySelector("[aria-invalid]");
if (wrong) wrong.focus();

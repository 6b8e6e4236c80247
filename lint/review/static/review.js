// The keyboard, the decisions, and what moves on the page. All texts come from the server as escaped HTML.
const base = document.body.dataset.base;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const mine = []; // decisions of this window, for undo

let hush;
function say(text, wrong = false) {
  const place = $("#say");
  clearTimeout(hush);
  place.classList.toggle("wrong", wrong);
  place.textContent = text;
  hush = setTimeout(() => { place.textContent = ""; }, wrong ? 12000 : 4000);
}

async function send(path, body) {
  let answer;
  try {
    const response = await fetch(`${base}/${path}`, {
      method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body),
    });
    answer = (response.headers.get("content-type") || "").includes("json")
      ? await response.json() : { ok: false, message: await response.text() };
    answer.status = response.status;
  } catch {
    answer = { ok: false, message: "Not kept: the server does not answer. Start 'newslint review' again and open its new address; all that was kept before is there." };
  }
  if (!answer.ok) say(answer.message, true);
  return answer;
}

// --- an article ------------------------------------------------------------------------------------------------------

const article = $("#article");
let busy = false;
let shown = "marked";
let all = false;

const cards = () => $$(".card").filter((card) => all || card.dataset.state !== "made" || card.classList.contains("current"));
const current = () => $(".card.current");

function choose(card, { focus = false, scroll = true } = {}) {
  for (const other of $$(".card.current")) {
    other.classList.remove("current");
    $(".more", other).hidden = true;
    $("form.edit", other).hidden = true;
    $(".line", other).setAttribute("aria-expanded", "false");
    $(".line", other).removeAttribute("aria-current");
  }
  for (const mark of $$(".m.current")) mark.classList.remove("current");
  if (!card) return;
  card.classList.add("current");
  $(".more", card).hidden = false;
  const line = $(".line", card);
  line.setAttribute("aria-expanded", "true");
  line.setAttribute("aria-current", "true");
  if (focus) line.focus({ preventScroll: true });
  const list = $("#cards");
  const inner = card.getBoundingClientRect(), outer = list.getBoundingClientRect();
  if (inner.top < outer.top || inner.bottom > outer.bottom) list.scrollBy({ top: Math.min(inner.top - outer.top, Math.max(inner.bottom - outer.bottom, 0)) });
  const view = $(`#view-${shown}`) || document;
  const marks = $$(`.m[data-card="${card.dataset.number}"]`, view);
  for (const mark of marks) mark.classList.add("current");
  if (scroll && marks.length) reveal(marks[0]);
}

function reveal(mark) {
  const box = mark.getBoundingClientRect();
  const floor = matchMedia("(max-width: 62rem)").matches ? $(".side").getBoundingClientRect().top : innerHeight;
  if (box.top < 130 || box.bottom > floor - 60) scrollBy({ top: box.top - (floor + 60) / 2 + box.height / 2 });
}

function step(by) {
  const row = cards();
  const at = row.indexOf(current());
  choose(row[Math.min(Math.max(at + by, 0), row.length - 1)] || row[0], { focus: true });
}

function nextOpen(after = -1) {
  const open = $$(".card.open");
  const card = open.find((one) => Number(one.dataset.number) > after) || open[0];
  if (card) choose(card, { focus: true });
  return card;
}

function show(view) {
  if (!$(`#view-${view}`)) return;
  shown = view;
  for (const tab of $$("[role=tab]")) {
    const on = tab.dataset.view === view;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    $(`#view-${tab.dataset.view}`).hidden = !on;
  }
  if (current()) choose(current(), { scroll: true });
}

function showAll(on) {
  all = on;
  $(".side").classList.toggle("all", on);
  $("[data-all]").checked = on;
}

async function settle(path, body, { number = -1, stay = false } = {}) {
  if (busy) return null;
  busy = true;
  article.setAttribute("aria-busy", "true");
  const answer = await send(path, { name: article.dataset.name, filter: JSON.parse(article.dataset.filter), ...body });
  busy = false;
  article.removeAttribute("aria-busy");
  if (answer.status === 409 || answer.status === 410) setTimeout(() => location.reload(), 2500);
  if (!answer.ok) return null;
  if (answer.id) mine.push(answer.id);
  article.innerHTML = answer.html;
  $("#work").replaceChildren($("#progress-now").content.cloneNode(true));
  show(shown);
  showAll(all);
  say(answer.message);
  const card = $(`#c${number}`);
  if (stay && card) choose(card, { focus: true });
  else if (!nextOpen(number)) {
    choose(card, { scroll: false });
    ($("#after") || $("#findings-title")).focus?.({ preventScroll: true });
  }
  return answer;
}

function decide(action, more = {}) {
  const card = current();
  if (!card) return null;
  const body = { action, place: card.dataset.place, seen: card.dataset.decision, ...more };
  return settle("decide", body, { number: Number(card.dataset.number) });
}

function undo() {
  const card = current();
  const id = card?.dataset.decision || mine.pop();
  if (!id) { say("There is nothing to undo in this window."); return; }
  settle("undo", { id }, { number: card ? Number(card.dataset.number) : -1, stay: true });
}

function edit() {
  const card = current();
  const form = card && $("form.edit", card);
  if (!form || card.dataset.old === undefined) { say("This text is too long to edit here."); return; }
  form.hidden = false;
  const field = $("textarea", form);
  field.value = card.dataset.new;
  field.focus();
  field.select();
  form.scrollIntoView({ block: "nearest" });
}

async function genuine() {
  const answer = await decide("genuine");
  if (!answer?.example) return;
  const box = $("#example");
  box.hidden = false;
  $(".rule-name", box).textContent = answer.rule;
  $("pre", box).textContent = `keep = [${JSON.stringify(answer.example)}]`;
}

function always() {
  const card = current();
  if (!card) return;
  const dialog = $("#always");
  const can = !$(".accept", card).disabled;
  $("[value=accept]", dialog).disabled = !can;
  $(`[name=action][value=${can ? "accept" : "reject"}]`, dialog).checked = true;
  $(".words", dialog).textContent = (card.dataset.old ?? $(".change", card).textContent).slice(0, 120);
  $(".rule-name", dialog).textContent = card.dataset.rule;
  $(".template", dialog).hidden = !("recurs" in card.dataset);
  $(`[name=scope][value=${"recurs" in card.dataset ? "template" : "words"}]`, dialog).checked = true;
  $(".site", dialog).hidden = !card.dataset.site;
  $(".site-name", dialog).textContent = card.dataset.site;
  $(".about", dialog).textContent = "It holds for all articles, also for those still to come. A decision about a single place goes before it.";
  ask(dialog, (fields) => decide(fields.get("action"), { scope: fields.get("scope") }));
}

function name() {
  const card = current();
  const dialog = $("#name");
  const picked = String(getSelection()).trim();
  $("[name=canonical]", dialog).value = picked || card?.dataset.new || "";
  $("[name=variants]", dialog).value = picked ? "" : card?.dataset.old || "";
  ask(dialog, async (fields) => {
    const variants = fields.get("variants").split(",").map((text) => text.trim()).filter(Boolean);
    const data = { canonical: fields.get("canonical").trim(), kind: fields.get("kind"), variants };
    const answer = await send("note", { action: "name", data, name: article?.dataset.name || "" });
    if (answer.ok) say(answer.message);
  });
}

function ask(dialog, then) {
  const form = $("form", dialog);
  dialog.returnValue = "";
  dialog.onclose = () => { if (dialog.returnValue === "keep") then(new FormData(form)); };
  dialog.showModal();
}

// --- lists -----------------------------------------------------------------------------------------------------------

const chosen = () => document.activeElement?.closest("[data-entry]") || $("[data-entry].chosen");

function move(by) {
  const row = $$("[data-entry]");
  if (!row.length) return;
  pick(row[Math.min(Math.max(row.indexOf(chosen()) + by, 0), row.length - 1)]);
}

function pick(entry) {
  for (const one of $$("[data-entry].chosen")) one.classList.remove("chosen");
  entry.classList.add("chosen");
  entry.focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

async function keepEntry(entry, path, body, said) {
  const answer = await send(path, body);
  if (answer.status === 409 || answer.status === 410) setTimeout(() => location.reload(), 2500);
  if (!answer.ok) return false;
  entry.dataset.decisions = said ? `${entry.dataset.decisions} ${answer.id}`.trim() : ""; // undo takes back all
  entry.classList.toggle("done", Boolean(said));
  $(".entry-state", entry).textContent = said;
  const undo = $("[data-do=undoEntry]", entry);
  if (undo === document.activeElement) entry.focus({ preventScroll: true });
  undo.hidden = !said;
  $("#work").innerHTML = answer.progress;
  say(answer.message);
  return true;
}

const keepName = (entry) => keepEntry(entry, "note", { action: "name", data: dataOf(entry), name: "" }, "accepted");

async function keepLines(entry, toSite) {
  const boxes = $$("input[type=checkbox]", entry);
  const site = boxes.filter((box) => toSite && box.checked).map((box) => box.value);
  if (toSite && !site.length) { say("Check at least one line."); return false; }
  const article = boxes.map((box) => box.value).filter((key) => !site.includes(key));
  const body = { site, article, seen: entry.dataset.decisions };
  if (!await keepEntry(entry, "lines", body, site.length ? "belongs to the site" : "stays in the articles")) return false;
  for (const box of boxes) mark(box, site.includes(box.value) ? "site" : "article");
  return true;
}

const mark = (box, state) => { box.closest("li").className = state; };

async function undoEntry(entry) {
  if (!await keepEntry(entry, "undo", { id: entry.dataset.decisions, name: "" }, "")) return;
  for (const box of $$(".lines input", entry)) { mark(box, "open"); box.checked = true; }
}

async function andOn(entry, kept) {
  if (!await kept) return;
  const row = $$("[data-entry]");
  const next = row.slice(row.indexOf(entry)).find((one) => !one.classList.contains("done"));
  if (next) pick(next);
}

function dataOf(entry) {
  const data = JSON.parse(entry.dataset.content);
  if (!("canonical" in data)) return data;
  const chosen = $("input[type=radio]:checked", entry);
  const canonical = $("input[name=own]", entry).value.trim() || chosen?.value || data.canonical;
  const members = $$("input[type=checkbox]", entry);
  const kept = members.filter((box) => box.checked).map((box) => box.value);
  const apart = members.filter((box) => !box.checked).map((box) => box.value);
  return { ...data, canonical, kind: $("select[name=kind]", entry).value, variants: kept.filter((text) => text !== canonical), apart: [...data.apart, ...apart.filter((text) => text !== canonical)] };
}

// --- keys and clicks -------------------------------------------------------------------------------------------------

const actions = {
  accept: () => ($(".accept", current() || document)?.disabled ? say("The rule offers no repair here: edit, or reject.") : decide("accept")),
  reject: () => decide("reject"),
  edit, undo, genuine, always, name,
  cancel: () => choose(current(), { focus: true }),
  help: () => $("#help").showModal(),
  copy: async () => {
    try { await navigator.clipboard.writeText($("#example pre").textContent); say("Copied."); }
    catch { getSelection().selectAllChildren($("#example pre")); say("Press Ctrl C to copy."); }
  },
  acceptEntry: (button) => { const entry = button.closest("[data-entry]"); return andOn(entry, keepName(entry)); },
  giveSite: (button) => { const entry = button.closest("[data-entry]"); return andOn(entry, keepLines(entry, true)); },
  giveArticle: (button) => { const entry = button.closest("[data-entry]"); return andOn(entry, keepLines(entry, false)); },
  undoEntry: (button) => undoEntry(button.closest("[data-entry]")),
  acceptAll: async () => {
    for (const entry of $$("[data-content][data-likely]:not(.done)")) if (!await keepName(entry)) return;
    say("All likely ones are kept.");
  },
};

const keys = {
  j: () => (article ? step(1) : move(1)), k: () => (article ? step(-1) : move(-1)),
  ArrowDown: () => (article ? null : move(1)), ArrowUp: () => (article ? null : move(-1)),
  o: () => article && nextOpen(Number(current()?.dataset.number ?? -1)),
  a: () => (article ? actions.accept() : press("a")), r: () => (article ? actions.reject() : press("r")),
  u: () => (article ? undo() : press("u")), e: () => article && edit(),
  l: () => article && always(), g: () => article && genuine(), n: () => article && name(),
  1: () => show("marked"), 2: () => show("both"), 3: () => show("result"),
  ".": () => article && showAll(!all),
  "]": () => go("#after", "This is the last open article."), "[": () => go("#before", "This is the first article."),
  "/": () => ($("[data-search]") ? $("[data-search]").focus() : (location.href = `${base}/`)),
  q: () => { location.href = $(".crumb a")?.href || `${base}/`; },
  "?": () => actions.help(),
};

function press(key) {
  const button = chosen() && $(`[data-key=${key}]`, chosen());
  if (button && !button.hidden) button.click();
}

function go(selector, otherwise) {
  const link = $(selector);
  if (link) location.href = link.href; else say(otherwise);
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
  if (field) {
    if (event.key === "Escape" && !field.closest("dialog")) { event.preventDefault(); field.blur(); if (field.closest("form.edit")) choose(current(), { focus: true }); }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); field.form?.requestSubmit(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || $("dialog[open]")) return;
  if (event.target.matches("[type=radio]") && event.key.startsWith("Arrow")) return;
  if (event.target.matches("[role=tab]") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    const tabs = $$("[role=tab]");
    const next = tabs[(tabs.indexOf(event.target) + (event.key === "ArrowRight" ? 1 : -1) + tabs.length) % tabs.length];
    show(next.dataset.view);
    next.focus();
    return;
  }
  const action = keys[event.key];
  if (action) { event.preventDefault(); action(); }
});

document.addEventListener("click", (event) => {
  const mark = event.target.closest(".m[data-card]");
  if (mark && !event.ctrlKey) { event.preventDefault(); choose($(`#c${mark.dataset.card}`), { scroll: false }); return; }
  const tab = event.target.closest("[role=tab]");
  if (tab) { show(tab.dataset.view); return; }
  const button = event.target.closest("[data-do]");
  if (!button || button.disabled) return;
  const card = button.closest(".card");
  if (button.dataset.do === "choose") choose(card.classList.contains("current") ? null : card);
  else { if (card && card !== current()) choose(card); actions[button.dataset.do]?.(button); }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-all]")) showAll(event.target.checked);
  if (event.target.closest("#filters select, select[data-now]")) event.target.form.requestSubmit();
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("form.edit")) { event.preventDefault(); decide("edit", { replacement: $("textarea", event.target).value }); }
});

if ($("[data-waiting]")) {
  const again = setTimeout(() => location.reload(), 1500);
  addEventListener("beforeunload", () => clearTimeout(again)); // who leaves is not called back
}
if (article) nextOpen() || choose($(".card:not(.made)"), { scroll: false });

/* Codes are issued by a press that answers with a file, and a file leaves the page as it was: with
   those who got a code still waiting and still ticked. A second press would void the slips just
   saved. So the file is fetched and saved here, and the page is shown anew. Whatever else is
   answered (a refusal, a closed screen) the browser gets by the same press, made plainly. */
"use strict";

const save = async (answer) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = "Листки с кодами.pdf";
  link.click();
};

const issue = async (form, button) => {
  const typed = new FormData(form);
  if (button.name) typed.append(button.name, button.value);
  button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: typed });
    if (answer.headers.get("Content-Type") === "application/pdf") {
      await save(answer);
      setTimeout(() => location.assign(form.dataset.slips), 300);
      return;
    }
  } catch {
    document.getElementById("slips-lost").hidden = false;
    return;
  }
  button.disabled = false;
  form.dataset.plainly = "yes";
  form.requestSubmit(button);
};

for (const form of document.querySelectorAll("form[data-slips]"))
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (form.dataset.plainly || !button || button.hasAttribute("formaction")) return;
    event.preventDefault();
    issue(form, button);
  });

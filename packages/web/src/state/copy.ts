import { copied } from "./copied.js";

const SHOWN_MS = 2_000;

let timer = 0;

// Not named above: whatever can copy would then name the file, too, and that begins with the first load.
void import("../styles/toast.css");

export async function copyText(text: string): Promise<void> {
  if (!(await intoClipboard(text))) return;
  copied.value = text;
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    copied.value = null;
  }, SHOWN_MS);
}

async function intoClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The clipboard is only there in secure contexts: HTTPS, or this machine.
    return copiedBySelection(text);
  }
}

function copiedBySelection(text: string): boolean {
  const before = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  const isDone = document.execCommand("copy");
  field.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return isDone;
}

import { useState } from "preact/hooks";

const SHOWN_MS = 1_500;

export function CopyButton({ text }: { readonly text: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = async () => {
    // Only there in secure contexts: HTTPS, or this machine.
    if (navigator.clipboard === undefined) return;
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), SHOWN_MS);
  };
  return (
    <button type="button" class="small" aria-label={`Copy ${text}`} onClick={copy}>
      {isCopied ? "Copied" : "Copy"}
    </button>
  );
}

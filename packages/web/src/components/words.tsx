/** What stands in backticks is code. */
export function Words({ text }: { readonly text: string }) {
  return (
    <>
      {text
        .split("`")
        .map((part, index) => (index % 2 === 1 ? <code key={String(index)}>{part}</code> : part))}
    </>
  );
}

export function FindBox() {
  return <p>…</p>;
}

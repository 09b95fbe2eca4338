import "../styles/resolver-form.css";
import { type CheckedResolver, parseCheckedResolver } from "@egress6/core/map/checked-resolver";
import { useState } from "preact/hooks";

/** Where the scan cannot go on: another resolver, with what its controls say, and a way to scan with it. */
export function ResolverForm() {
  const [address, setAddress] = useState("");
  const [checked, setChecked] = useState<CheckedResolver | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const ask = async (method: "GET" | "POST") => {
    setBusy(true);
    setFault(null);
    try {
      const path = `api/resolver?address=${encodeURIComponent(address.trim())}`;
      const response = await fetch(path, { method });
      const json = await response.json();
      if (response.ok) setChecked(parseCheckedResolver(json));
      else setFault(String(json?.error?.message ?? response.status));
    } catch {
      setFault("The server does not answer.");
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      class="resolver-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (address.trim() !== "" && !isBusy) void ask("GET");
      }}
    >
      <label for="resolver">Ask another DNS resolver</label>
      <input
        id="resolver"
        placeholder="1.1.1.1"
        autocomplete="off"
        spellcheck={false}
        value={address}
        onInput={(event) => {
          setAddress(event.currentTarget.value);
          setChecked(null);
        }}
      />
      <button type="submit" disabled={isBusy || address.trim() === ""}>
        {isBusy ? "Checking…" : "Check it"}
      </button>
      <div role="status">
        {fault !== null && <p>{fault}</p>}
        {checked !== null && (
          <p>
            <code>{checked.address}</code> {checked.words}
          </p>
        )}
      </div>
      {checked?.state === "vetted" && (
        <button type="button" class="primary" disabled={isBusy} onClick={() => void ask("POST")}>
          Scan with it
        </button>
      )}
    </form>
  );
}

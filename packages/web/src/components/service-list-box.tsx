import type { MapData } from "@egress6/core/map/map-data";
import { useState } from "preact/hooks";
import { replaceWord } from "../my-services/replace-word.js";
import { chosen, listText, readList, typeList } from "../state/my-services-state.js";

const PLACEHOLDER = `s3
CloudWatch Logs
https://sqs.eu-west-1.amazonaws.com/
@aws-sdk/client-sqs
AWS_ENDPOINT_URL_DYNAMODB`;

/** The list as text, what of it names no service, and a way to add by picking. */
export function ServiceListBox({ map }: { readonly map: MapData }) {
  const { services, unknown } = chosen.value;
  return (
    <section class="list-box" aria-label="Your list">
      <label for="service-list">Your services</label>
      <textarea
        id="service-list"
        rows={10}
        spellcheck={false}
        autocapitalize="off"
        placeholder={PLACEHOLDER}
        aria-describedby="list-state"
        value={listText.value}
        onInput={(event) => typeList(event.currentTarget.value)}
      />
      <p id="list-state" class="fine" role="status">
        {services.length === 1 ? "1 service" : `${services.length} services`}
        {unknown.length > 0 &&
          ` · ${unknown.length === 1 ? "1 entry" : `${unknown.length} entries`} not recognised`}
      </p>
      {unknown.length > 0 && (
        <ul class="unknown-words" aria-label="Entries not recognised">
          {unknown.map(({ text, nearest }) => (
            <li key={text}>
              <p>
                <code>{text}</code> is not an AWS service.{nearest.length > 0 && " Nearest:"}
              </p>
              {nearest.map(({ cliName }) => (
                <button
                  key={cliName}
                  type="button"
                  class="small"
                  onClick={() =>
                    typeList(replaceWord(readList.peek(), listText.peek(), text, cliName))
                  }
                >
                  {cliName}
                </button>
              ))}
              <button
                type="button"
                class="small"
                aria-label={`Remove ${text}`}
                onClick={() => typeList(replaceWord(readList.peek(), listText.peek(), text, ""))}
              >
                Remove
              </button>
            </li>
          ))}
        </ul>
      )}
      <Picker map={map} />
      {listText.value !== "" && (
        <button type="button" class="small" onClick={() => typeList("")}>
          Clear
        </button>
      )}
    </section>
  );
}

function Picker({ map }: { readonly map: MapData }) {
  const [text, setText] = useState("");
  const add = (name: string) => {
    typeList([listText.peek().trimEnd(), name].filter(Boolean).join("\n"));
    setText("");
  };
  return (
    <form
      class="picker"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== "") add(text.trim());
      }}
    >
      <input
        list="all-services"
        aria-label="Add a service"
        placeholder="Add a service"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
      />
      <datalist id="all-services">
        {map.catalog.services.map(({ cliName, displayName }) => (
          <option key={cliName} value={cliName}>
            {displayName}
          </option>
        ))}
      </datalist>
      <button type="submit">Add</button>
    </form>
  );
}

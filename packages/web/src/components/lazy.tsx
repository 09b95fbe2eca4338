import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A part of the page that is loaded when it is first shown. @param name of the component in its module */
export function lazy<Name extends string, Props extends object>(
  load: () => Promise<Readonly<Record<Name, ComponentType<Props>>>>,
  name: Name,
) {
  let Loaded: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const [attempt, setAttempt] = useState(0);
    const [hasFailed, setFailed] = useState(false);
    useEffect(() => {
      if (Loaded !== null) return;
      let isWanted = true;
      load().then(
        (module) => {
          Loaded = module[name];
          if (isWanted) setAttempt(-1);
        },
        () => {
          if (isWanted) setFailed(true);
        },
      );
      return () => {
        isWanted = false;
      };
    }, [attempt]);
    if (Loaded !== null) return <Loaded {...props} />;
    if (!hasFailed) return null;
    return (
      <p class="notice" role="alert">
        This part of the page could not be loaded.{" "}
        <button
          type="button"
          onClick={() => {
            setFailed(false);
            setAttempt(attempt + 1);
          }}
        >
          Try again
        </button>
      </p>
    );
  };
}

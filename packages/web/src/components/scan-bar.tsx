import "../styles/scan-bar.css";
import { progressWords, scanNotice } from "../map/scan-words.js";
import { isAnythingObserved } from "../state/anything-observed.js";
import { meta, scan } from "../state/map-state.js";
import { lazy } from "./lazy.js";

const ResolverForm = lazy(() => import("./resolver-form.js"), "ResolverForm");

/** How the running scan is getting on, or why nothing is known. Nothing when all is well. */
export function ScanBar() {
  const status = scan.value;
  if (status === null) return null;
  const notice = scanNotice(status, isAnythingObserved.value);
  const { progress } = status;
  return (
    <section aria-label="Scan">
      {notice !== null && (
        <p class="notice" role="status">
          {notice}
        </p>
      )}
      {status.phase === "failed" && meta.value?.isLive === true && <ResolverForm />}
      {status.phase === "running" && progress !== null && (
        <div class="scan">
          <label for="scan-progress">Scanning</label>
          <progress id="scan-progress" max={Math.max(1, progress.total)} value={progress.done} />
          <span>{progressWords(progress)}</span>
        </div>
      )}
    </section>
  );
}

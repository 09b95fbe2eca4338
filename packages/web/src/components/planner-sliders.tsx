import { useEffect, useRef, useState } from "preact/hooks";
import type { WorkloadDocument } from "../planner/edit-document.js";
import { atPosition, positionOf, totalGb, withTotalGb } from "../planner/scaled-volumes.js";
import { edit, takeWorkload, workload } from "../state/planner-state.js";

const MOST_ZONES = 6;
/** A petabyte, and 100 Gbit/s. */
const MOST_GB_POSITION = 600;
const MOST_PEAK_POSITION = 500;

/** What the workload would cost if it were larger or smaller: they edit the form. */
export function PlannerSliders() {
  return (
    <fieldset class="sliders">
      <legend>What if</legend>
      <GbSlider />
      <ZonesSlider />
      <PeakSlider />
    </fieldset>
  );
}

function GbSlider() {
  const total = totalGb(workload.value);
  // The workload as it was before the slider moved: proportions would be lost at its left end.
  const base = useRef<{ readonly of: WorkloadDocument; readonly made: WorkloadDocument } | null>(
    null,
  );
  if (total === null) {
    return <p class="fine">Fill in a “GB a month” to move the amount of data.</p>;
  }
  const scale = (position: number) => {
    const now = workload.peek();
    const of = base.current?.made === now ? base.current.of : now;
    const made = withTotalGb(of, atPosition(position));
    base.current = { of, made };
    takeWorkload(made, false);
  };
  return (
    <Slider
      label="Data"
      most={MOST_GB_POSITION}
      value={positionOf(total)}
      text={`${total.toLocaleString("en-US", { maximumFractionDigits: 1 })} GB a month`}
      textAt={(position) => `${atPosition(position).toLocaleString("en-US")} GB a month`}
      onMove={scale}
    />
  );
}

function ZonesSlider() {
  const given = workload.value["azs"];
  const zones = Array.isArray(given) ? given.length : Number(given);
  const isKnown = Number.isInteger(zones) && zones >= 1 && zones <= MOST_ZONES;
  const textAt = (count: number) => (count === 1 ? "1 zone" : `${count} zones`);
  return (
    <Slider
      label="Zones"
      least={1}
      most={MOST_ZONES}
      value={isKnown ? zones : 1}
      text={isKnown ? textAt(zones) : "not a number"}
      textAt={textAt}
      onMove={(count) => edit(["azs"], count)}
    />
  );
}

/** At its left end nobody knows the peak. */
function PeakSlider() {
  const given = workload.value["peakMbitPerSecond"];
  const peak = typeof given === "number" && given > 0 ? given : null;
  const amountText = (amount: number | null) =>
    amount === null ? "not known" : `${amount.toLocaleString("en-US")} Mbit/s`;
  const amountAt = (position: number) => (position === 0 ? null : atPosition(position));
  return (
    <Slider
      label="Peak"
      most={MOST_PEAK_POSITION}
      value={peak === null ? 0 : Math.max(1, positionOf(peak))}
      text={amountText(peak)}
      textAt={(position) => amountText(amountAt(position))}
      onMove={(position) => edit(["peakMbitPerSecond"], amountAt(position) ?? undefined)}
    />
  );
}

interface SliderProps {
  readonly label: string;
  readonly least?: number;
  readonly most: number;
  readonly value: number;
  /** The value in words, and any other one. */
  readonly text: string;
  readonly textAt: (value: number) => string;
  readonly onMove: (value: number) => void;
}

/** A plan takes a moment, and browsers refuse more than 200 changes of the address in half a minute. */
const PAUSE_MS = 180;

/** Follows the hand at once, and the plan a few times a second. */
function Slider({ label, least = 0, most, value, text, textAt, onMove }: SliderProps) {
  const [held, setHeld] = useState<number | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const latest = useRef(onMove);
  latest.current = onMove;
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const wanted = useRef(value);
  const move = (to: number) => {
    wanted.current = to;
    setHeld(to);
    timer.current ??= setTimeout(() => {
      timer.current = null;
      latest.current(wanted.current);
      setHeld(null);
    }, PAUSE_MS);
  };
  const id = `slider-${label}`;
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="range"
        min={least}
        max={most}
        value={held ?? value}
        aria-valuetext={held === null ? text : textAt(held)}
        onInput={(event) => move(Number(event.currentTarget.value))}
      />
      <output for={id}>{held === null ? text : textAt(held)}</output>
    </div>
  );
}

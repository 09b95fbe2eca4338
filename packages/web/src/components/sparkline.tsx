import type { Shares } from "../changes/reach-over-time.js";

const [WIDTH, HEIGHT] = [100, 24];

/** As an SVG's `viewBox`. */
export const SPARKLINE_BOX = `0 -2 ${WIDTH} ${HEIGHT + 4}`;

/** As a polyline's `points`. */
export function sparklinePoints(shares: Shares): string {
  const step = WIDTH / Math.max(1, shares.length - 1);
  return shares
    .flatMap((share, index) =>
      share === null ? [] : [`${index * step},${HEIGHT - (share / 100) * HEIGHT}`],
    )
    .join(" ");
}

interface SparklineProps {
  /** In per cent, at equal distances. */
  readonly shares: Shares;
  readonly class?: string;
}

/** A curve from 0 to 100 %. For the eye only: the figures stand beside it. */
export function Sparkline({ shares, class: className = "sparkline" }: SparklineProps) {
  return (
    <svg class={className} viewBox={SPARKLINE_BOX} preserveAspectRatio="none" aria-hidden="true">
      <polyline points={sparklinePoints(shares)} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

import type { Shares } from "../changes/reach-over-time.js";

const [WIDTH, HEIGHT] = [100, 24];

interface SparklineProps {
  /** In per cent, at equal distances. */
  readonly shares: Shares;
  readonly class?: string;
}

/** A curve from 0 to 100 %. For the eye only: the figures stand beside it. */
export function Sparkline({ shares, class: className = "sparkline" }: SparklineProps) {
  const step = WIDTH / Math.max(1, shares.length - 1);
  const points = shares.flatMap((share, index) =>
    share === null ? [] : [`${index * step},${HEIGHT - (share / 100) * HEIGHT}`],
  );
  return (
    <svg
      class={className}
      viewBox={`0 -2 ${WIDTH} ${HEIGHT + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <polyline points={points.join(" ")} vector-effect="non-scaling-stroke" />
    </svg>
  );
}

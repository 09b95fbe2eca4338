import { randomBytes } from "node:crypto";
import type { OutcomeKind } from "@egress6/core/observation/outcome";
import {
  affirmedZones,
  type Control,
  type ControlResult,
  controlsFor,
  vetResolver,
} from "@egress6/core/observation/vet-resolver";
import { ControlInProgress, type NameInProgress } from "./name-in-progress.js";
import type { Question, Round } from "./question.js";
import type { Resolver } from "./resolver.js";

const FIRST_ROUND: Round = { timeouts: [1000, 1500, 2250], pauseScale: 1 };
/** What was answered before can be had: what is lost on the way is asked for again. */
const PATIENT_ROUND: Round = { timeouts: [500, 1000, 1500, 2250, 3000, 3000], pauseScale: 1 };
/** What could not be had once is asked for again, for a resolver that begins to lie: twice, as weak answers need it. */
const QUICK_ROUND: Round = { timeouts: [500, 1000], pauseScale: 1 };
const NO_ANSWER: ReadonlySet<OutcomeKind> = new Set(["timeout", "servfail", "refused"]);

/** The controls, asked of all resolvers at once, and the names whose answers came before they were asked. */
export class ResolverCheck {
  readonly batch: readonly NameInProgress[];
  private readonly controls: readonly ControlInProgress[];
  private open: number;

  constructor(
    resolvers: readonly Resolver<Question>[],
    zones: readonly string[],
    batch: readonly NameInProgress[],
  ) {
    this.batch = batch;
    // Asked of all, so that who knows a zone shows who does not.
    const doubtedZones = new Set(resolvers.flatMap((resolver) => resolver.takeDoubtedZones()));
    this.controls = resolvers.flatMap((resolver) => {
      const hasTcp = resolver.hasToldOverTcp;
      resolver.hasToldOverTcp = false;
      return controlsFor({ zones, newLabel, doubtedZones, hasTcp }).map(
        (control) => new ControlInProgress(control, resolver),
      );
    });
    this.open = this.controls.length;
  }

  *questions(): Generator<Question> {
    for (const { control, question, resolver } of this.controls) {
      question.beginRound(roundFor(resolver, control));
      yield question;
    }
  }

  /** @returns whether that was the last one */
  take({ control, question, resolver }: ControlInProgress): boolean {
    const kind = question.finding?.outcome.kind;
    const isOfRoot = control.kind === "root";
    if (isOfRoot && (kind === "nxdomain" || kind === "answer")) {
      resolver.deniesRoot = kind === "nxdomain";
    }
    const isDenied = kind === "nxdomain" || kind === "nodata";
    if (control.kind === "missing" && isDenied) resolver.countMissingSoa();
    this.open -= 1;
    return this.open === 0;
  }

  /** What a check that is cut short did not ask for is not held against anybody; what it found out is. */
  vet(): void {
    const all = this.controls.flatMap(resultOf);
    for (const zone of affirmedZones(all)) {
      for (const { resolver } of this.controls) resolver.existingZones.add(zone);
    }
    for (const [resolver, controls] of this.byResolver()) {
      const results = controls.flatMap(resultOf);
      const { deniesAllOfAws } = resolver;
      const vetting = vetResolver(results, { deniesAllOfAws });
      const isComplete = results.length === controls.length;
      if (isComplete || vetting.state === "lies") resolver.takeVetting(vetting);
      if (!isComplete) continue;
      resolver.unanswered = unansweredIn(results);
      resolver.isSilentOnControls = results.every(({ outcome }) => NO_ANSWER.has(outcome.kind));
    }
  }

  private byResolver(): ReadonlyMap<Resolver<Question>, readonly ControlInProgress[]> {
    const controls = new Map<Resolver<Question>, ControlInProgress[]>();
    for (const control of this.controls) {
      const others = controls.get(control.resolver);
      if (others === undefined) controls.set(control.resolver, [control]);
      else others.push(control);
    }
    return controls;
  }
}

function resultOf({ control, question }: ControlInProgress): readonly ControlResult[] {
  if (question.finding === null) return [];
  return [{ control, outcome: { ...question.finding.outcome, ...emptied(question) } }];
}

function roundFor(
  { vetting, wasVetted, unanswered, isSilentOnControls }: Resolver<Question>,
  control: Control,
): Round {
  if (vetting === null) return FIRST_ROUND;
  if (isSilentOnControls) return QUICK_ROUND;
  if (!unanswered.has(controlKey(control))) return PATIENT_ROUND;
  return wasVetted ? QUICK_ROUND : FIRST_ROUND;
}

function unansweredIn(results: readonly ControlResult[]): ReadonlySet<string> {
  return new Set(
    results
      .filter(({ outcome: { kind } }) => NO_ANSWER.has(kind))
      .map(({ control }) => controlKey(control)),
  );
}

/** The same for each of the random names under a zone. */
function controlKey({ kind, name, type, zone, transport }: Control): string {
  return `${kind} ${kind === "missing" ? zone : name} ${type} ${transport ?? "udp"}`;
}

/** Empty answers without SOA are no proof for a name, and a contradiction where the name surely has records. */
function emptied({ weakNodata, weakNxdomain }: Question): { readonly kind?: "nodata" } {
  return weakNodata > 1 && weakNxdomain === 0 ? { kind: "nodata" } : {};
}

/** Nobody has registered it. */
function newLabel(): string {
  return `egress6-${randomBytes(6).toString("hex")}`;
}

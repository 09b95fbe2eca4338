export interface RealServer {
  readonly port: number;
  readonly pid: number;
  stop(): Promise<void>;
}

export function findProgram(name: string): string | null;
export function missingPrograms(...names: readonly string[]): readonly string[];
export function startKnot(options: {
  readonly folder: string;
  readonly zones: Readonly<Record<string, string>>;
  readonly addresses?: readonly string[];
  readonly cpu?: number | null;
}): Promise<RealServer>;
export function startUnbound(options: {
  readonly folder: string;
  readonly stubs: Readonly<Record<string, number>>;
  readonly addresses?: readonly string[];
  readonly cpu?: number | null;
  readonly settings?: readonly string[];
}): Promise<RealServer>;
export function startNamed(options: {
  readonly folder: string;
  readonly forwarder: number;
  readonly options?: readonly string[];
  readonly clauses?: readonly string[];
}): Promise<RealServer>;
export function startDnsmasq(options: {
  readonly forwarder: number;
  readonly settings?: readonly string[];
}): Promise<RealServer>;

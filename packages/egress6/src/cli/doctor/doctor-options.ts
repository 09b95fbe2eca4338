export interface DoctorOptions {
  readonly service?: readonly string[];
  readonly region?: string;
  readonly workload?: readonly string[];
  readonly fromConfig?: true;
  readonly host?: readonly string[];
  readonly resolver?: readonly string[];
  readonly trustResolver?: true;
  readonly timeout: number;
  readonly json?: true;
}

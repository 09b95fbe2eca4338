export interface TextInCode {
  readonly line: number;
  readonly text: string;
}

export function textsIn(path: string, source: string): readonly TextInCode[];

export interface SourceFile {
  readonly path: string;
  readonly source: string;
}

export function sourcesIn(folder: string): readonly SourceFile[];

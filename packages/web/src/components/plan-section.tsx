import type { Section, Table } from "@egress6/core/plan/section";
import { Words } from "./words.js";

/** A part of the plan, in the words of the command line. */
export function PlanSection({ section }: { readonly section: Section }) {
  const { title, lines, table, items } = section;
  return (
    <section class="plan-section" aria-label={title}>
      <h2>{title}</h2>
      {lines.map((line) => (
        <p key={line}>
          <Words text={line} />
        </p>
      ))}
      {table !== undefined && <PlanTable table={table} title={title} />}
      {items !== undefined && items.length > 0 && (
        <ul class="plan-items">
          {items.map(({ text, under }, index) => (
            <li key={String(index)}>
              <Words text={text} />
              {under.length > 0 && (
                <ul>
                  {under.map((line) => (
                    <li key={line}>
                      <Words text={line} />
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

interface PlanTableProps {
  readonly table: Table;
  readonly title: string;
}

export function PlanTable({ table: { head, rows, numbers }, title }: PlanTableProps) {
  const classOf = (column: number) => (numbers.includes(column) ? "number" : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section class="wide-table" aria-label={`${title}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {head.map((word, column) =>
              word === "" ? (
                <td key={String(column)} />
              ) : (
                <th key={String(column)} scope="col" class={classOf(column)}>
                  {word}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={String(index)}>
              {row.map((cell, column) => (
                <td key={String(column)} class={classOf(column)}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

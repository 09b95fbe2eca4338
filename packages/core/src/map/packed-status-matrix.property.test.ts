import fc from "fast-check";
import { expect, it } from "vitest";
import type { MapLayout } from "./map-layout.js";
import { packStatusMatrix, unpackStatusMatrix } from "./packed-status-matrix.js";

const WIDTH = 50;
const SERVICES = 200;
const layout: MapLayout = {
  serviceCount: SERVICES,
  regions: Array.from({ length: WIDTH }, (_, index) => ({
    id: `r-${index}`,
    name: "",
    partition: index < 40 ? "aws" : "aws-cn",
    partitionTitle: "AWS",
    isPublic: true,
    largeRank: null,
  })),
  serviceIndex: new Map(),
  regionIndex: new Map(),
};

it("every combination of codes comes out of JSON as it went in", () => {
  const statusMatrix = new Uint8Array(4 * WIDTH * SERVICES);
  for (let cell = 0; cell < WIDTH * SERVICES; cell++) {
    for (let variant = 0; variant < 4; variant++) {
      statusMatrix[variant * WIDTH * SERVICES + cell] = Math.floor(cell / 10 ** variant) % 10;
    }
  }
  const text = JSON.stringify(packStatusMatrix(statusMatrix, layout));
  expect(text).not.toContain("\\");
  expect(unpackStatusMatrix(JSON.parse(text), layout)).toEqual(statusMatrix);
});

it("equal matrices give equal text, and what is alike stays ASCII", () => {
  const byte = fc.integer({ min: 0, max: 2 });
  fc.assert(
    fc.property(
      fc.uint8Array({ min: 0, max: 9, minLength: 8, maxLength: 8 }),
      byte,
      (some, turn) => {
        const statusMatrix = Uint8Array.from(
          { length: 4 * WIDTH * SERVICES },
          (_, place) => some[(place + turn) % 8] ?? 0,
        );
        const text = JSON.stringify(packStatusMatrix(statusMatrix, layout));
        expect(JSON.stringify(packStatusMatrix(statusMatrix.slice(), layout))).toBe(text);
        expect(/^[\x20-\x7e]*$/.test(text)).toBe(true);
        expect(unpackStatusMatrix(JSON.parse(text), layout)).toEqual(statusMatrix);
      },
    ),
    { numRuns: 5 },
  );
});

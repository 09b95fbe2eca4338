/** Two digits of 36 hold more places than there are services. */
const DIGITS = 2;
const BASE = 36;

/** Places in a list, from 0 to 1295, as a text without gaps. */
export function packPlaces(places: readonly number[]): string {
  return places.map((place) => place.toString(BASE).padStart(DIGITS, "0")).join("");
}

/** @returns what `packPlaces` was given; what is no place is left out */
export function unpackPlaces(text: string): readonly number[] {
  const places = Array.from({ length: text.length / DIGITS }, (_, index) =>
    Number.parseInt(text.slice(index * DIGITS, (index + 1) * DIGITS), BASE),
  );
  return places.filter((place) => place >= 0);
}

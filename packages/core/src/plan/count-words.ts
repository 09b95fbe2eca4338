const WORDS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** `two`, `12` */
export const countWord = (count: number): string => WORDS[count] ?? count.toLocaleString("en-US");

/** `1 zone`, `2 zones` */
export const countText = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;

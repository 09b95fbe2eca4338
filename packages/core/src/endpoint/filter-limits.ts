/** Names are far shorter; what is longer only costs time. */
export const LONGEST_FILTER_WORD = 200;
/** On each axis. */
export const MOST_FILTER_WORDS = 50;

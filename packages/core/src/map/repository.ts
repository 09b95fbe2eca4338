/** Where the code is, and where a wrong verdict is reported. */
export const REPOSITORY = "https://github.com/egress6/egress6";

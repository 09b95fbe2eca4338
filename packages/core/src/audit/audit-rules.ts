import type { CodeRule } from "./code-rule.js";
import { e6101 } from "./rules/e6101.js";
import { e6102 } from "./rules/e6102.js";
import { e6103 } from "./rules/e6103.js";
import { e6104 } from "./rules/e6104.js";
import { e6105 } from "./rules/e6105.js";
import { e6107 } from "./rules/e6107.js";
import { e6108 } from "./rules/e6108.js";
import { e6201 } from "./rules/e6201.js";
import { e6204 } from "./rules/e6204.js";
import { e6205 } from "./rules/e6205.js";
import { e6206 } from "./rules/e6206.js";
import { e6207 } from "./rules/e6207.js";
import { e6211 } from "./rules/e6211.js";
import { e6301 } from "./rules/e6301.js";
import { e6302 } from "./rules/e6302.js";
import { e6303 } from "./rules/e6303.js";
import { e6305 } from "./rules/e6305.js";
import { e6306 } from "./rules/e6306.js";
import { e6401 } from "./rules/e6401.js";
import { e6403 } from "./rules/e6403.js";
import { e6404 } from "./rules/e6404.js";
import { e6405 } from "./rules/e6405.js";
import { e6406 } from "./rules/e6406.js";
import { e6407 } from "./rules/e6407.js";
import { e6409 } from "./rules/e6409.js";
import { e6502 } from "./rules/e6502.js";
import { e6503 } from "./rules/e6503.js";
import { e6504 } from "./rules/e6504.js";
import { e6505 } from "./rules/e6505.js";
import { e6508 } from "./rules/e6508.js";
import { e6901 } from "./rules/e6901.js";
import { e6902 } from "./rules/e6902.js";

/** Every rule of `audit`, by id. */
export const AUDIT_RULES: readonly CodeRule[] = [
  e6101,
  e6102,
  e6103,
  e6104,
  e6105,
  e6107,
  e6108,
  e6201,
  e6204,
  e6205,
  e6206,
  e6207,
  e6211,
  e6301,
  e6302,
  e6303,
  e6305,
  e6306,
  e6401,
  e6403,
  e6404,
  e6405,
  e6406,
  e6407,
  e6409,
  e6502,
  e6503,
  e6504,
  e6505,
  e6508,
  e6901,
  e6902,
];

/** Headers carry them: one line of ASCII, in which keys and tokens have no blanks. */
const ONE_WORD = /^[!-~]{0,4000}$/;

/** The Script Properties that hold what nobody may read in the sheet: the shape of each as far as it is known, or nothing. */
export const SECRET_SHAPES = {
  DASHBOARD_TOKEN: ONE_WORD,
  SERVICE_KEY: ONE_WORD,
  DISTRIBUTION_ID: /^(E[A-Z0-9]{5,31})?$/,
  AWS_ACCESS_KEY_ID: /^(A[KS]IA\w{12,124})?$/,
  AWS_SECRET_ACCESS_KEY: ONE_WORD,
} as const;

export type ScriptSecret = keyof typeof SECRET_SHAPES;

export const SCRIPT_SECRETS = Object.keys(SECRET_SHAPES) as ScriptSecret[];

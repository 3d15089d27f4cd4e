declare module '*.hbs' {
  /** A compiled template: takes its data, gives the text. */
  const template: (data: object) => string;
  export default template;
}

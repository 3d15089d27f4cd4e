/** Styles are no module: the build takes them out. */
declare module '*.css';

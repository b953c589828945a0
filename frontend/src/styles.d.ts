// Styles that the bundler takes in with a module.
declare module "*.css";

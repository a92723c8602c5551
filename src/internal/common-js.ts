/** Bundlers and Node disagree on whether a CommonJS module's names are on the namespace or on its default. */
export function unwrapCommonJs<Module extends object>(module: Module & { default?: unknown }): Module {
  return (module.default ?? module) as Module;
}

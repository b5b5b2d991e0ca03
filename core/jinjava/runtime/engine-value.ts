/** The base of all objects that are values of the engine itself and not data of the context. */
export abstract class EngineValue {}

/** A value that JSON can hold. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object; its keys keep their order. */
export interface JsonObject {
	[key: string]: JsonValue;
}

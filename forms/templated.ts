import type { EditorType, INodeProperties } from 'n8n-workflow';

/**
 * An empty name stands for no special editor, so that the field looks like any other. But n8n switches only those
 * fields to Expression mode by itself, as soon as a text contains braces, for which no editor is named.
 */
const NO_EDITOR = '' as string as EditorType;

/** One line below the fields in which most inserts are written. */
export const INSERTS_HINT =
	'Inserts work in both modes: {{ event.params.ID }} (Jinjava) and {{ $json.ID }} (n8n)';

/** A text field with inserts, which stays in the mode that the user chose when braces are typed or pasted. */
export const templated = (property: INodeProperties): INodeProperties => ({
	...property,
	typeOptions: { ...property.typeOptions, editor: NO_EDITOR },
});

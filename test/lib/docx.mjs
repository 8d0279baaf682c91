// A DOCX as small as one can be: each line of a text is a paragraph.
import { crc32 } from "./crc.mjs";

const head = (signature, parts) => {
	const bytes = Buffer.alloc(4 + parts.reduce((n, [size]) => n + size, 0));
	let at = bytes.writeUInt32LE(signature, 0);
	for (const [size, value] of parts) at = bytes.writeUIntLE(value, at, size);
	return bytes;
};

// An archive of the parts, stored: { name: text }.
export function zip(parts) {
	const files = [];
	const list = [];
	let at = 0;
	for (const [name, text] of Object.entries(parts)) {
		const bytes = Buffer.from(text);
		const title = Buffer.from(name);
		const common = [[2, 20], [2, 0], [2, 0], [4, 0x00210000], [4, crc32(bytes)], [4, bytes.length], [4, bytes.length], [2, title.length], [2, 0]];
		files.push(head(0x04034b50, common), title, bytes);
		list.push(head(0x02014b50, [[2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]]), title);
		at += 30 + title.length + bytes.length;
	}
	const directory = Buffer.concat(list);
	const n = Object.keys(parts).length;
	return Buffer.concat([...files, directory, head(0x06054b50, [[2, 0], [2, 0], [2, n], [2, n], [4, directory.length], [4, at], [2, 0]])]);
}

const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

export const docx = (lines, document = lines.map((line) => `<w:p><w:r><w:t xml:space="preserve">${escape(line)}</w:t></w:r></w:p>`).join("")) =>
	zip({
		"[Content_Types].xml":
			'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
		"_rels/.rels":
			'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
		"word/document.xml": `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${document}</w:body></w:document>`,
	});

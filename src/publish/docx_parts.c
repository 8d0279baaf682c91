#include "publish/docx_parts.h"

#include <zip.h>

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""

int docx_twips(double points)
{
	return (int)(points * 20 + (points < 0 ? -0.5 : 0.5));
}

void docx_escape(struct buf *b, struct str s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *sign = s.p[i] == '&'   ? "&amp;"
				   : s.p[i] == '<' ? "&lt;"
				   : s.p[i] == '>' ? "&gt;"
				   : s.p[i] == '"' ? "&quot;"
						   : NULL;

		if (!sign)
			continue;
		buf_add(b, str_sub(s, from, i));
		buf_addz(b, sign);
		from = i + 1;
	}
	buf_add(b, str_sub(s, from, s.n));
}

/* --- styles */

static void add_style(struct buf *b, const struct flow_style *s)
{
	static const char *const align[] = { [FLOW_LEFT] = "left",
		[FLOW_CENTRE] = "center",
		[FLOW_RIGHT] = "right",
		[FLOW_BOTH] = "both" };
	int lines = s->indent ? (int)(measure(MEASURE_BODY_LINE) * 240) : 240;
	int half = (int)(flow_size(s) * 2);

	buf_addf(b,
		"<w:style w:type=\"paragraph\" w:customStyle=\"1\" w:styleId=\"%s\"><w:name w:val=\"%s\"/>"
		"<w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>",
		s->id, s->name);
	if (s->keep)
		buf_addz(b, "<w:keepNext/>");
	buf_addf(b, "<w:spacing w:before=\"%d\" w:after=\"0\" w:line=\"%d\" w:lineRule=\"auto\"/>",
		docx_twips(flow_before(s)), lines);
	if (s->indent)
		buf_addf(
			b, "<w:ind w:firstLine=\"%d\"/>", docx_twips(measure(MEASURE_BODY_INDENT)));
	buf_addf(b, "<w:jc w:val=\"%s\"/>", align[s->align]);
	if (s->outline)
		buf_addf(b, "<w:outlineLvl w:val=\"%d\"/>", s->outline - 1);
	buf_addf(b,
		"</w:pPr><w:rPr>%s%s<w:sz w:val=\"%d\"/><w:szCs w:val=\"%d\"/></w:rPr></w:style>",
		s->bold ? "<w:b/><w:bCs/>" : "", s->italic ? "<w:i/><w:iCs/>" : "", half, half);
}

static struct str styles(struct arena *a)
{
	struct buf b = { .arena = a };

	buf_addz(&b,
		XML "<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr>"
		    "<w:rFonts w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\""
		    " w:eastAsia=\"Times New Roman\" w:cs=\"Times New Roman\"/>"
		    "<w:color w:val=\"000000\"/>"
		    "<w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>"
		    "<w:lang w:val=\"vi-VN\" w:eastAsia=\"vi-VN\" w:bidi=\"ar-SA\"/>"
		    "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
		    "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>"
		    "</w:pPr></w:pPrDefault></w:docDefaults>"
		    "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">"
		    "<w:name w:val=\"Normal\"/><w:qFormat/></w:style>"
		    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\">"
		    "<w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/>"
		    "<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
		    "<w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"0\" w:type=\"dxa\"/>"
		    "<w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/>"
		    "</w:tblCellMar></w:tblPr></w:style>");
	for (int i = 0; i < STYLES; i++)
		add_style(&b, flow_style((enum flow_style_id)i));
	buf_addz(&b, "</w:styles>");
	return buf_str(&b);
}

/* --- small parts */

static struct str types(struct arena *a)
{
	return str_fmt(a, XML
		"<Types xmlns=\"" PACKAGE "content-types\">"
		"<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
		"relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/>"
		"<Default Extension=\"png\" ContentType=\"image/png\"/>"
		"<Override PartName=\"/word/document.xml\" ContentType=\"" WORD
		"document.main+xml\"/>"
		"<Override PartName=\"/word/styles.xml\" ContentType=\"" WORD "styles+xml\"/>"
		"<Override PartName=\"/word/settings.xml\" ContentType=\"" WORD "settings+xml\"/>"
		"<Override PartName=\"/word/header1.xml\" ContentType=\"" WORD "header+xml\"/>"
		"<Override PartName=\"/word/footer1.xml\" ContentType=\"" WORD "footer+xml\"/>"
		"<Override PartName=\"/word/footer2.xml\" ContentType=\"" WORD "footer+xml\"/>"
		"<Override PartName=\"/docProps/core.xml\" ContentType=\"application/"
		"vnd.openxmlformats-package.core-properties+xml\"/></Types>");
}

static struct str root_relations(struct arena *a)
{
	return str_fmt(a,
		XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\""
		    " Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"" PACKAGE
		    "relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/>"
		    "</Relationships>");
}

static struct str relations(struct arena *a, bool code)
{
	return str_fmt(a,
		XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
		    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
		    "<Relationship Id=\"rId2\" Type=\"" OFFICE
		    "/settings\" Target=\"settings.xml\"/>"
		    "<Relationship Id=\"" DOCX_HEADER "\" Type=\"" OFFICE
		    "/header\" Target=\"header1.xml\"/>"
		    "<Relationship Id=\"" DOCX_CONTACT "\" Type=\"" OFFICE
		    "/footer\" Target=\"footer1.xml\"/>"
		    "<Relationship Id=\"" DOCX_NO_FOOTER "\" Type=\"" OFFICE
		    "/footer\" Target=\"footer2.xml\"/>%s</Relationships>",
		code ? "<Relationship Id=\"" DOCX_CODE "\" Type=\"" OFFICE
		       "/image\" Target=\"media/code.png\"/>"
		     : "");
}

static struct str properties(struct arena *a, const struct flow *f)
{
	struct buf b = { .arena = a };

	buf_addz(&b, XML "<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\""
			 " xmlns:dc=\"http://purl.org/dc/elements/1.1/\""
			 " xmlns:dcterms=\"http://purl.org/dc/terms/\""
			 " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>");
	docx_escape(&b, f->title);
	buf_addz(&b, "</dc:title><dc:creator>");
	docx_escape(&b, f->author);
	buf_addz(&b, "</dc:creator><dc:language>vi-VN</dc:language>");
	if (date_given(f->day))
		buf_addf(&b,
			"<dcterms:created xsi:type=\"dcterms:W3CDTF\">%.*sT00:00:00Z</dcterms:created>",
			STR_ARG(date_iso(a, f->day)));
	buf_addz(&b, "</cp:coreProperties>");
	return buf_str(&b);
}

static struct str contact(struct arena *a, const struct flow *f)
{
	struct buf b = { .arena = a };

	buf_addf(&b,
		XML "<w:ftr " W "><w:p><w:pPr><w:pStyle w:val=\"%s\"/>%s</w:pPr><w:r>"
		    "<w:t xml:space=\"preserve\">",
		flow_style(STYLE_CONTACT)->id,
		f->contact.n ? "<w:pBdr><w:top w:val=\"single\" w:sz=\"6\" w:space=\"1\""
			       " w:color=\"000000\"/></w:pBdr>"
			     : "");
	LIST_EACH(r, &f->contact)
		docx_escape(&b, r->text);
	buf_addz(&b, "</w:t></w:r></w:p></w:ftr>");
	return buf_str(&b);
}

static struct str page_number(struct arena *a)
{
	return str_fmt(a,
		XML "<w:hdr " W "><w:p><w:pPr><w:pStyle w:val=\"%s\"/></w:pPr>"
		    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>"
		    "<w:r><w:instrText xml:space=\"preserve\"> PAGE </w:instrText></w:r>"
		    "<w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>2</w:t></w:r>"
		    "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p></w:hdr>",
		flow_style(STYLE_PAGE_NUMBER)->id);
}

static const char settings[] = XML
	"<w:settings " W "><w:zoom w:percent=\"100\"/><w:defaultTabStop w:val=\"720\"/>"
	"<w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
	"<w:compatSetting w:name=\"compatibilityMode\""
	" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"15\"/></w:compat>"
	"<w:themeFontLang w:val=\"vi-VN\"/></w:settings>";

static const char no_footer[] = XML "<w:ftr " W "><w:p/></w:ftr>";

static void part(struct arena *a, docx_parts *out, const char *name, struct str bytes)
{
	LIST_PUSH(a, out, ((struct docx_part){ name, bytes }));
}

void docx_add_parts(struct arena *a, const struct flow *f, struct str code, docx_parts *out)
{
	part(a, out, "[Content_Types].xml", types(a));
	part(a, out, "_rels/.rels", root_relations(a));
	part(a, out, "docProps/core.xml", properties(a, f));
	part(a, out, "word/_rels/document.xml.rels", relations(a, code.n > 0));
	part(a, out, "word/styles.xml", styles(a));
	part(a, out, "word/settings.xml", str_z(settings));
	part(a, out, "word/header1.xml", page_number(a));
	part(a, out, "word/footer1.xml", contact(a, f));
	part(a, out, "word/footer2.xml", str_z(no_footer));
	if (code.n)
		part(a, out, "word/media/code.png", code);
}

/* --- the archive */

enum { FIRST_DAY = 1 << 5 | 1 /* 1/1/1980, as archives count */ };

/* What the library holds; ends with the arena at the latest. */
struct archive {
	zip_t *zip;
	zip_source_t *bytes;
};

static void end_archive(void *arg)
{
	struct archive *z = arg;

	if (z->zip)
		zip_discard(z->zip);
	if (z->bytes)
		zip_source_free(z->bytes);
	*z = (struct archive){ 0 };
}

static bool add_part(zip_t *z, const struct docx_part *p)
{
	zip_source_t *s = zip_source_buffer(z, p->bytes.p, p->bytes.n, 0);
	zip_int64_t at = s ? zip_file_add(z, p->name, s, ZIP_FL_ENC_UTF_8) : -1;

	if (s && at < 0)
		zip_source_free(s);
	return at >= 0 && zip_file_set_dostime(z, (zip_uint64_t)at, 0, FIRST_DAY, 0) == 0 &&
	       zip_set_file_compression(z, (zip_uint64_t)at, ZIP_CM_DEFLATE, 6) == 0;
}

static bool close_archive(struct archive *z)
{
	bool ok = zip_close(z->zip) == 0;

	if (ok)
		z->zip = NULL;
	return ok;
}

static bool read_archive(struct arena *a, struct archive *z, struct str *out)
{
	zip_stat_t st;

	if (zip_source_stat(z->bytes, &st) != 0 || zip_source_open(z->bytes) != 0)
		return false;
	char *p = arena_alloc(a, st.size);
	zip_int64_t n = zip_source_read(z->bytes, p, st.size);

	zip_source_close(z->bytes);
	*out = str_n(p, st.size);
	return n == (zip_int64_t)st.size;
}

bool docx_zip(struct arena *a, const docx_parts *parts, struct str *out, struct err *e)
{
	struct archive *z = NEW(a, struct archive);
	bool ok;

	arena_defer(a, end_archive, z);
	z->bytes = zip_source_buffer_create(NULL, 0, 0, NULL);
	ok = z->bytes != NULL;
	if (ok) {
		zip_source_keep(z->bytes);
		z->zip = zip_open_from_source(z->bytes, ZIP_TRUNCATE, NULL);
		ok = z->zip != NULL;
		if (!ok)
			zip_source_free(z->bytes); /* what was kept for it */
	}
	LIST_EACH(p, parts)
		ok = ok && add_part(z->zip, p);
	ok = ok && close_archive(z) && read_archive(a, z, out);
	end_archive(z);
	return ok || FAIL(e, ERR_STORE, T_publish_not_written);
}

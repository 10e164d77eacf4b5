"""A report as a document: PDF, DOCX and XLSX from one plain description of what is on paper."""

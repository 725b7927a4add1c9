package pipeline

// ComposeWebChecklist makes the checklist of [ComposeChecklist] as a web page:
// the same texts in the same order, for those whom a PDF keeps out.
func ComposeWebChecklist(job *Job) ([]byte, error) {
	list, err := personalList(job)
	if err != nil {
		return nil, err
	}
	return list.HTML()
}

// composeLists makes both, from one list.
func composeLists(job *Job) ([]Paper, error) {
	list, err := personalList(job)
	if err != nil {
		return nil, err
	}
	pdf, err := list.PDF()
	if err != nil {
		return nil, err
	}
	html, err := list.HTML()
	if err != nil {
		return nil, err
	}
	return []Paper{{ChecklistName, pdf}, {WebListName, html}}, nil
}

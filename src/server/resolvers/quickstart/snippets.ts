export interface SnippetParts {
  readonly key: string;
  readonly publicName: string;
  readonly baseUrl: string;
}

/** Code that puts the search on a page; it needs nothing but the browser, or React. */
export function toSnippets({ key, publicName, baseUrl }: SnippetParts): {
  embed_snippet: string;
  react_snippet: string;
} {
  const url = JSON.stringify(`${baseUrl}/v1/public/retrievers/${publicName}/execute`);
  const request = `fetch(${url}, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Public-API-Key': ${JSON.stringify(key)} },
    body: JSON.stringify({ inputs: { query } }),
  }).then((response) => response.json())`;
  return {
    embed_snippet: `<input id="docs-search" type="search" placeholder="Search" />
<ul id="docs-results"></ul>
<script type="module">
  const search = (query) => ${request};
  document.querySelector('#docs-search').addEventListener('change', async ({ target }) => {
    const { documents = [], results = documents } = await search(target.value);
    const items = results.map((result) => {
      const item = document.createElement('li');
      item.textContent = result.title ?? result.url ?? result.document_id;
      return item;
    });
    document.querySelector('#docs-results').replaceChildren(...items);
  });
</script>
`,
    react_snippet: `import { useState } from 'react';

const search = (query) => ${request};

export function DocsSearch() {
  const [results, setResults] = useState([]);
  const run = async ({ target }) => {
    const { documents = [], results = documents } = await search(target.value);
    setResults(results);
  };
  return (
    <>
      <input type="search" placeholder="Search" onBlur={run} />
      <ul>{results.map((result) => <li key={result.document_id}>{result.title ?? result.url ?? result.document_id}</li>)}</ul>
    </>
  );
}
`,
  };
}

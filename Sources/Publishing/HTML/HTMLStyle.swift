/// The style of a page: the reader's own fonts, light or dark as the reader's system is, readable on a narrow screen
/// and on paper.
///
/// Charts paint their own light background, so they are on a light card in dark mode too.
enum HTMLStyle {
    static let text = """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --ink: #1f2328; --faint: #59636e; --line: #d1d9e0; --shade: #f6f8fa; --link: #0757b8;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14181d; --ink: #e2e6ea; --faint: #9aa4af; --line: #3a424b; --shade: #1e242b; --link: #7db7ff;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body {
          margin: 0 auto; max-width: 76rem; padding: 1rem; background: var(--paper); color: var(--ink);
          font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word;
        }
        a { color: var(--link); }
        h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 0.6em; }
        h1 { margin-top: 0.5em; }
        article { border-top: 1px solid var(--line); margin-top: 2rem; padding-top: 1rem; }
        article p, article ul { max-width: 52rem; }
        nav { font-size: 0.9rem; color: var(--faint); }
        code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; background: var(--shade); border-radius: 4px; }
        code { padding: 0.1em 0.3em; }
        pre { padding: 0.8em; overflow-x: auto; }
        pre code { padding: 0; font-size: 1em; }
        .table { overflow-x: auto; margin: 1em 0; }
        table { border-collapse: collapse; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
        th, td { border: 1px solid var(--line); padding: 0.35em 0.6em; text-align: left; vertical-align: top; min-width: 5em; }
        th { background: var(--shade); }
        figure { margin: 1.5em 0; overflow-x: auto; }
        figure svg { display: block; max-width: 100%; min-width: 36rem; height: auto; background: #ffffff; border-radius: 6px; }
        figcaption { color: var(--faint); font-size: 0.9rem; }
        :focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
        @media print { nav { display: none; } article { break-before: page; } article:first-child { break-before: auto; } }
        """
}

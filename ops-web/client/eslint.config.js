import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

export default ts.config(
  { ignores: ['node_modules', '../wwwroot'] },
  ...ts.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: ts.parser } },
  },
  {
    rules: {
      // Layout is left to the eye; these rules would only reflow templates.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-indent': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/attributes-order': 'off',
      'vue/multi-word-component-names': 'off',
      'no-undef': 'off', // TypeScript knows
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
    },
  },
  {
    // Columns and coordinates are walked by index within their own length.
    files: ['src/map/**', 'src/places/**', 'dev/**'],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
)

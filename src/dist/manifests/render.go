// Renders a Helm chart where there is no helm: render CHART RELEASE [VALUES.yaml]...
// Charts are templates of Go with the functions of sprig and a few of Helm's own, of which those are here that ours uses.
// Built without modules, with what Debian has: golang-go golang-github-masterminds-sprig-dev golang-k8s-sigs-yaml-dev
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"sigs.k8s.io/yaml"
)

type object = map[string]interface{}

func main() {
	if len(os.Args) < 3 {
		fail(fmt.Errorf("usage: render CHART RELEASE [VALUES.yaml]..."))
	}
	chart := os.Args[1]
	values := read(filepath.Join(chart, "values.yaml"))
	for _, file := range os.Args[3:] {
		merge(values, read(file))
	}
	root := template.New("chart").Option("missingkey=zero")
	root.Funcs(functions(root))
	files, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	fail(err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		fail(err)
		_, err = root.New(name(file)).Parse(string(text))
		fail(err)
	}
	for _, file := range files {
		if base := filepath.Base(file); strings.HasPrefix(base, "_") || base == "NOTES.txt" {
			continue
		}
		text, err := run(root, name(file), context(chart, file, values))
		fail(err)
		if strings.TrimSpace(text) != "" {
			fmt.Printf("---\n# Source: %s\n%s\n", name(file), text)
		}
	}
	notes, err := run(root, "hearsay/templates/NOTES.txt", context(chart, "NOTES.txt", values))
	fail(err)
	fmt.Fprintln(os.Stderr, notes)
}

// What templates see. The names of the chart's own fields begin with capitals there.
func context(chart, file string, values object) object {
	fields := object{}
	for key, value := range read(filepath.Join(chart, "Chart.yaml")) {
		fields[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return object{
		"Values":   values,
		"Chart":    fields,
		"Release":  object{"Name": os.Args[2], "Namespace": "default", "Service": "Helm", "IsInstall": true},
		"Template": object{"Name": name(file), "BasePath": "hearsay/templates"},
	}
}

func functions(root *template.Template) template.FuncMap {
	all := sprig.TxtFuncMap()
	all["include"] = func(name string, data interface{}) (string, error) { return run(root, name, data) }
	all["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	all["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	return all
}

func run(root *template.Template, name string, data interface{}) (string, error) {
	var text strings.Builder
	err := root.ExecuteTemplate(&text, name, data)
	return strings.ReplaceAll(text.String(), "<no value>", ""), err
}

func name(file string) string { return "hearsay/templates/" + filepath.Base(file) }

func read(file string) object {
	text, err := os.ReadFile(file)
	fail(err)
	content := object{}
	fail(yaml.Unmarshal(text, &content))
	return content
}

// Objects are merged, everything else is replaced.
func merge(into, from object) {
	for key, value := range from {
		inner, isObject := value.(object)
		if before, wasObject := into[key].(object); isObject && wasObject {
			merge(before, inner)
		} else {
			into[key] = value
		}
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

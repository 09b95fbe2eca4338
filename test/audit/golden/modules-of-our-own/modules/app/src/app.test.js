fetch("https://github.com/example/fixture");

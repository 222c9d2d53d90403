"""``controlroom solemn``: what is wrong with its input."""

TEXT = {
    "solemn_posts.no_post": "Line {number} is no post.",
    "solemn_posts.no_post.do": 'Give a JSON object with "time" and "text" on each line.',
    "solemn_posts.no_time": "Line {number} has no time that can be read: {text}",
    "solemn_posts.no_time.do": "Give times such as 2021-06-11T18:44:55Z.",
}

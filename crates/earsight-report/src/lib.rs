//! One self-contained HTML page of pictures
